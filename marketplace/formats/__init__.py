"""How numbers are written; Django reads a module for each language."""
