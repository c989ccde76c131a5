"""Messages and addresses of the standard library, and what files send by themselves."""
