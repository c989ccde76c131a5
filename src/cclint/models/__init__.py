"""What libraries do, as annotated stubs, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from cclint.models.needles import Needles

if TYPE_CHECKING:
    from cclint.models.library import Models

__all__ = ["Needles", "StubError", "load_models", "load_needles"]


class StubError(Exception):
    """A stub that cannot be understood.

    Parameters
    ----------
    path: of the stub.
    line: where it is wrong; 0 for the file as a whole.
    what: what is wrong, and the remedy.
    """

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(path, line, what)
        self.path, self.line, self.what = path, line, what

    def __str__(self) -> str:
        return self._at(str(self.path))

    def seen_from(self, root: Path) -> str:
        """The message, with the stub named as a project names its files: from its root on, where it lies below it."""
        inside = self.path.is_relative_to(root)
        return self._at(self.path.relative_to(root).as_posix() if inside else str(self.path))

    def _at(self, path: str) -> str:
        return f"{path}:{self.line}: {self.what}" if self.line else f"{path}: {self.what}"


def load_models(extra: Iterable[Path] = ()) -> Models:
    """What the shipped stubs and those of the user say.

    Parameters
    ----------
    extra: files or folders of stubs; what they say goes before what is shipped.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    if places := tuple(extra):
        from cclint.models.load import load_described

        return load_described(places)[0]
    from cclint.models.shelf import shipped_models

    return shipped_models()


def load_needles(extra: Iterable[Path] = ()) -> Needles:
    """The words that the stubs sift by, without the stubs where there are only those that are shipped.

    Parameters
    ----------
    extra: files or folders of stubs.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    if places := tuple(extra):
        from cclint.models.needles import needles_of

        return needles_of(load_models(places))
    from cclint.models.shelf import shipped_needles

    return shipped_needles()
