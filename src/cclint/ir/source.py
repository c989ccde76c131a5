"""An input file: where it is, what it is called in reports, and its bytes, read once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True, eq=False)
class Source:
    """A file of the project, or text that stands for one.

    Parameters
    ----------
    path: relative to the project's root, with forward slashes; what places and reports name.
    file: where its bytes are read from.
    selected: whether the run was asked about it; the others are context for following calls and values.
    content: its bytes where they do not come from `file` (standard input, an object of a repository).
    """

    path: str
    file: Path
    selected: bool = True
    content: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """The bytes of the file, kept after the first time.

        Raises
        ------
        OSError: the file cannot be read.
        """
        if self.content is None:
            self.content = self.file.read_bytes()
        return self.content
