"""What a function mentions that has no name of its own; apart from the nodes, since the sift asks for it and for no node."""

from __future__ import annotations

from typing import Final

ADDRESSING: Final = "To:"
"""What a function mentions that puts recipients into a header field, `message["To"] = people`: no name is spelt so."""
