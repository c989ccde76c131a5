"""What a project configures: found, read, and held as one frozen value; every mistake is named, and fatal."""

from __future__ import annotations

from cclint.config.project import BASELINE, TEST_PATHS, Config, Persona
from cclint.config.reading import load
from cclint.config.values import persona

__all__ = ["BASELINE", "TEST_PATHS", "Config", "Persona", "load", "persona"]
