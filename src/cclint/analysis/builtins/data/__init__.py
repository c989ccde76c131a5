"""Data that programs read: settings, tables, databases, and the models that they fill."""
