"""Frameworks: their settings, tasks, components and templates."""
