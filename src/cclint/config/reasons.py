"""What is no reason: words that tell a reader nothing about why people may see each other."""

from __future__ import annotations

import re
from typing import Final

EMPTY: Final = frozenset(
    {
        *("todo", "fixme", "tbd", "xxx", "wip", "later", "temporary", "temp", "fix later", "to do", "reason", "why"),
        *("ok", "okay", "fine", "reviewed", "checked", "intended", "intentional", "on purpose", "by design", "meant"),
        *("false positive", "false alarm", "fp", "ignore", "ignored", "skip", "allow", "allowed", "suppress", "noqa"),
        *("legacy", "old", "known", "accepted", "baseline", "no reason", "none", "n a", "na", "x"),
    }
)
"""Phrases that are written where a reason is asked for and none is given."""


def is_empty(reason: str) -> bool:
    """Whether words give no reason: none at all, or only such as say that somebody wanted silence.

    Parameters
    ----------
    reason: as somebody wrote it.
    """
    words = " ".join(re.findall(r"\w+", reason.lower()))
    return not words or words in EMPTY
