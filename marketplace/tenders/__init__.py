"""Calls for bids (M3, M5, M7).

Purpose: from the draft of a call to the decision about the award: four-eyes publication against a committed budget,
questions, sealed bids, opening by two, evaluation by a committee, award, standstill and challenges. What differs between
procedures is data in dated rule sets.
"""
