"""Where one is served, for what, and when (M2).

Purpose: stations and other places of the neighbourhood with their opening hours, the matters they handle with papers,
time limits and fees, and what of it lies within fifteen minutes on foot. Kept by editors of the office in charge.
"""
