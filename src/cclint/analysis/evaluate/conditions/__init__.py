"""Conditions, and what is known where they hold."""
