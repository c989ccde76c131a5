"""What runs a program: statements, expressions, names, modules, loops, and who waits."""
