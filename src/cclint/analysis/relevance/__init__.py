"""Which files and functions can take part in sending mail, before anything is evaluated."""
