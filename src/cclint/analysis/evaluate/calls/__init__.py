"""Calls: of functions of the project, of libraries, and of what is not in sight."""
