"""Values, free of any program: counts, texts with holes, runs of elements, trails, and the objects on a path."""
