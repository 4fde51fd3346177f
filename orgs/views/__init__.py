"""Pages of this room: the public register, an organisation's file, people and roles."""
