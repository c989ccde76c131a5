"""The evaluator: one class, a file for each concern."""
