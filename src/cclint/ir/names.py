"""Names that the front ends and the sift share; apart from the nodes, since the sift asks for them and for no node."""

from __future__ import annotations

from typing import Final

ADDRESSING: Final = "To:"
"""What a function mentions that puts recipients into a header field, `message["To"] = people`: no name is spelt so."""
SHOWN: Final = ("To", "Cc", "CC")
"""Header fields that show recipients, as programs write their names."""
