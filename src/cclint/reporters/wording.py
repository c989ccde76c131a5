"""What several formats say in the same words: counts, "who sees whom", paths that hold anything at all, masked text."""

from __future__ import annotations

from typing import Final

from cclint.finding import Shown
from cclint.privacy import masked
from cclint.report import Rendering

ORIGINS: Final = {
    "literal": "the sources",
    "parameter": "a parameter",
    "query": "a query",
    "file": "a file",
    "settings": "the settings",
    "environment": "the environment",
    "input": "what is typed in",
    "call": "a call",
}
"""How reports name the kinds of origins."""


def path_text(path: str) -> str:
    """A path on one line and in valid Unicode: line ends, control characters and bytes that are no text are escaped."""
    if path.isprintable():
        return path
    escaped = (character if character.isprintable() else _escape(character) for character in path)
    return "".join(escaped)


def private(text: str, rendering: Rendering) -> str:
    """Text as it may be shown."""
    return text if rendering.addresses else masked(text)


def size(shown: Shown) -> str:
    """The count of a role: `3`, `up to 3`, `2 to 5`, `unbounded`."""
    if shown.most is None:
        return "unbounded"
    if shown.least == shown.most:
        return str(shown.most)
    return f"up to {shown.most}" if shown.least == 0 else f"{shown.least} to {shown.most}"


def sight(shown: Shown) -> str:
    """Whether the readers of a message see those in a role."""
    if shown.apart:
        return "one message for each, who sees nobody else"
    return "visible to every recipient" if shown.visible else "hidden"


def people(shown: Shown, rendering: Rendering) -> str:
    """Where a role's addresses come from, and those that stand in the sources, a few at the most."""
    few = [private(address, rendering) for address in shown.addresses[:3]]
    if len(shown.addresses) > len(few):
        few.append("...")
    origin = ", ".join(ORIGINS.get(kind, kind) for kind in shown.origin.split(", "))
    parts = [f"from {origin}" if origin else "", f"({', '.join(few)})" if few else ""]
    return " ".join(part for part in parts if part)


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as the file system's names carry it
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode("ascii")
