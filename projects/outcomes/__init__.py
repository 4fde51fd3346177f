"""What came of it (M30 core, M18 core).

Purpose: each accepted delivery, and each closed contract, asks for its outcome: indicators with target and actual, people
served, a story, pictures. An editor publishes it together with the whole chain back to the purchase list.
"""
