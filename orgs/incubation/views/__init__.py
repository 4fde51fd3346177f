"""The pages of incubation."""
