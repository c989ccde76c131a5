"""What all parts of the evaluator stand on: its memory, its paths, calls of libraries, and what the parts offer each other."""
