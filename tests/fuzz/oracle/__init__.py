"""Runs generated programs for real, and takes down every message that they send."""
