"""What a run costs, against tools that read the same files: `python -m benchmarks` (CONTRIBUTING.md has the words for it)."""
