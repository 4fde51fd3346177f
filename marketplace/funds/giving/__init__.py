"""Giving: gifts by hand and by payment service, pledges, the fundraising gate, receipts that can be checked (M13–M15).

Purpose: money that people give for a purpose. A gift is recorded by one person and confirmed by another, or received by
the payment service; it is booked in the fund's ledger in the same transaction, and its receipt can be checked by anybody.
Whether a button may ask for gifts at all is decided by a dated rule book (`gate.py`).
"""
