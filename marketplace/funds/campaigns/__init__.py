"""Crowdfunding (M16).

Purpose: many people carry one plan. A campaign is drafted, filed, opened, ends as reached or not reached, and is settled: all-or-nothing releases every
pledge where the minimum is missed, keep-what-you-raise keeps each. A matching pot doubles gifts within its caps until it runs dry at the fen.
"""
