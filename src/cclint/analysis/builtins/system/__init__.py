"""What lies around a program: its command line, files, streams, processes and threads."""
