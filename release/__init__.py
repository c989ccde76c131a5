"""From a checkout to files that can be published: `python -m release` (CONTRIBUTING.md has the words for it)."""
