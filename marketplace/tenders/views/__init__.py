"""Pages of the front half of the room."""
