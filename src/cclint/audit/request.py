"""What a process is asked about a repository, and what it answers: JSON, a line each, so that nothing in them is executed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from cclint.version import VERSION


@dataclass(frozen=True, slots=True)
class Request:
    """One repository, and how to look at it.

    Parameters
    ----------
    path, reference: as for `Listed`.
    day: on which permissions are judged, as seconds since 1970: the same for all, also after midnight.
    known: the key of the result that is at hand; "" where there is none.
    isolated: neither the repository's configuration nor its baseline counts.
    persona: for whom to judge; "" for what the configuration says.
    select, ignore: rules, as the command line names them.
    seconds: how long it may take by the clock on the wall; 0 for as long as it takes.
    version: of cclint; workers of a cluster may have another one.
    """

    path: str
    reference: str
    day: int
    known: str = ""
    isolated: bool = False
    persona: str = ""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    seconds: int = 0
    version: str = VERSION

    def line(self) -> bytes:
        """The request as a line of bytes."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Request:
        """The request that a line stands for."""
        fields: dict[str, Any] = json.loads(line)
        select = fields.pop("select")
        return cls(select=None if select is None else tuple(select), ignore=tuple(fields.pop("ignore")), **fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """What has come of a request: one of three things.

    Parameters
    ----------
    key: what the result depends on, as one text.
    result: what was found, as `looking.py` writes it; None where that is what is known already.
    failed: why there is no result; "" where there is one.
    """

    key: str = ""
    result: dict[str, Any] | None = None
    failed: str = ""

    def line(self) -> bytes:
        """The answer as a line of bytes."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of(cls, line: bytes) -> Answer:
        """The answer that a line stands for.

        Raises
        ------
        ValueError: it is none: a process has ended before its time.
        """
        fields = json.loads(line)
        return cls(fields["key"], fields["result"], fields["failed"])
