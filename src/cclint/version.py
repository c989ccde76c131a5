"""The version of the distribution, in the one place that everything reads it from."""

from __future__ import annotations

VERSION = "0.1.0"
