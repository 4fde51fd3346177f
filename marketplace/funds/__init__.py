"""Funds and their books (M13 core, M14).

Purpose: money with a purpose. A fund is drafted, activated by a leader, frozen, closed; every movement is an entry of an
append-only double-entry ledger in which the database itself refuses what is not covered, and each entry carries the hash
of the one before it.
"""
