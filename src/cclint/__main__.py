"""`python -m cclint`."""

from __future__ import annotations

from cclint.cli import entry

entry()
