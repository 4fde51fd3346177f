"""Contracts, deliveries and payments (M8).

Purpose: an award becomes a contract that both sides sign over one fingerprint; each milestone is delivered with evidence,
heard about by those served, accepted or sent back by the buyer and paid once by finance out of the fund's promise.
"""
