"""Which files: named and found, of which kind, and what is passed by."""
