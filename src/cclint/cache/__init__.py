"""What earlier runs have found out, kept in `.cclint_cache` beside the configuration. It makes runs faster, never different."""
