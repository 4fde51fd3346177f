"""Search: every test that asks an engine asks both (fixture `engine`)."""
