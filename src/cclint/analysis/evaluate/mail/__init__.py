"""Messages: their header fields, and where they leave."""
