"""A tree of `ast` to the small language, one method for each kind of node."""
