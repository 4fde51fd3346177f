"""The purchase list (M1).

Purpose: what a street office buys, item by item, with reference price and service standard: a yearly list that is drafted,
reviewed and published; published rows never change. Imports and exports tables, compares two versions.
"""
