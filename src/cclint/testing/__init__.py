"""The test runner for rules, models and flows: for us, and for authors of plug-ins."""
