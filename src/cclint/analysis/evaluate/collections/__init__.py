"""Lists, dictionaries and texts: what they hold, what stands under a key, what going through them yields."""
