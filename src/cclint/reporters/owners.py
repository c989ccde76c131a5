"""Who answers for a file: the project's CODEOWNERS, as GitHub and GitLab read it. The last pattern that fits decides."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cclint.config.patterns import patterns_of

PLACES: Final = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")


@dataclass(frozen=True, slots=True)
class Owners:
    """The lines of a file of owners.

    Parameters
    ----------
    lines: each a pattern and those who answer for what it fits.
    """

    lines: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def below(cls, top: str) -> Owners:
        """Those that a repository names.

        Parameters
        ----------
        top: its folder.
        """
        for place in PLACES:
            try:
                text = Path(os.path.join(top, *place.split("/"))).read_text("utf-8", "replace")
            except OSError:
                continue
            found = []
            for line in text.splitlines():
                words = re.split(r"(?<!\\)\s+", line.split(" #", 1)[0].strip())
                if words[0] and words[0][0] not in "#[^":
                    found.append((words[0].replace("\\ ", " "), tuple(words[1:])))
            return cls(tuple(found))
        return cls()

    def of(self, path: str) -> tuple[str, ...]:
        """Who answers for a file, by its path from the top of the repository."""
        for pattern, names in reversed(self.lines):
            if patterns_of([pattern]).match_file(path):
                return names
        return ()
