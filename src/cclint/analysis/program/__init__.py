"""The project as files: where they lie, which one a name or a path means, and what code mentions."""
