"""Forms of the front half of the room: drafting, bidding, asking, opening, filters."""
