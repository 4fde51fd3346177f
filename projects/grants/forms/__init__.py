"""Forms of the grants room."""
