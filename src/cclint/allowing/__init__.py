"""What may be seen after all: by comments, by entries of the configuration, by what a project says of its people."""
