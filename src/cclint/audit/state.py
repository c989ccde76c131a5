"""What an audit has found so far, so that another run goes on where one was interrupted: a sealed record for each repository."""

from __future__ import annotations

import os
from typing import Any, Final

from cclint.audit.listing import Listed
from cclint.cache.folder import Folder, digest
from cclint.refusal import Refused

PROBE: Final = "audit"


class State:
    """A folder of results; each is written whole or not at all, and counts where the user's own seal is on it.

    Parameters
    ----------
    path: the folder; "" to keep nothing.

    Raises
    ------
    Refused: nothing can be kept there.
    """

    def __init__(self, path: str) -> None:
        self.folder = None
        if not path:
            return
        place = os.path.abspath(path)
        self.folder = Folder(os.path.dirname(place), os.path.basename(place))
        self.folder.write(PROBE, PROBE)
        if self.folder.read(PROBE) != PROBE:
            raise Refused(f"results cannot be kept in {path!r}: it, or your own cache folder, cannot be written to")

    def read(self, one: Listed) -> tuple[str, dict[str, Any]]:
        """The key and the result of a repository, as far as they are known."""
        record = self.folder.read(_name(one)) if self.folder else None
        if isinstance(record, dict) and isinstance(record.get("key"), str) and isinstance(record.get("result"), dict):
            return record["key"], record["result"]
        return "", {}

    def keep(self, one: Listed, key: str, result: dict[str, Any]) -> None:
        """Keep what has been found."""
        if self.folder:
            self.folder.write(_name(one), {"key": key, "result": result})


def _name(one: Listed) -> str:
    text = f"{one.path}\0{one.reference}"
    return f"audit-{digest(text.encode('utf-8', 'surrogateescape'))}"
