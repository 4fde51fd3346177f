"""A real Elasticsearch for the tests, and what only a real cluster can show."""
