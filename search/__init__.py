"""How it is found: documents of the rooms, their index, two engines, the results page (M32).

The room reads the others through their `documents.py` and nothing else. `asking` reads an address, `searching` answers a
`Query`, `shown` draws the answer; `saved` keeps searches and tells what is newly found; `counting` counts words without
who asked for them; editors keep groups of words that mean the same (`synonym_groups`). How hits are ordered stands in
`docs/search.md`.
"""
