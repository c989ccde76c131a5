"""The language itself, and the modules of its library that compute."""
