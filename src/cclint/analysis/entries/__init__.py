"""Where the analysis begins, what it gives those whom nobody calls, and what they leave behind."""
