"""The ground floor: what every room stands on and no room owns.

Purpose: the clock, working days, money, state tables and verbs, refusals, audit, outbox and notices, files, sealing,
exports, the page frame and its parts, my desk. It imports no room; rooms register with it (`registry`, `faces`).
"""
