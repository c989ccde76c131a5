"""What a run over a whole project comes to, before it is known which of its files somebody asks about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from cclint.cache.plain import (
    finding_of,
    notice_of,
    plain_finding,
    plain_notice,
    plain_suppressed,
    suppressed_of,
)
from cclint.finding import Finding, Notice
from cclint.report import Suppressed


class Outcome(NamedTuple):
    """The result of a run.

    Parameters
    ----------
    findings, suppressed, notices: all that there are, in order.
    messages: for each predicted message the file that sends it, and all files that it leads through.
    used: what of the allowances was needed.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    notices: tuple[Notice, ...]
    messages: tuple[tuple[str, Collection[str]], ...]
    used: Collection[tuple[str, int, int, str]]

    def plain(self) -> list[Any]:
        """The outcome as JSON has it, without addresses."""
        return [
            [plain_finding(one) for one in self.findings],
            [plain_suppressed(one) for one in self.suppressed],
            [plain_notice(one) for one in self.notices],
            [[path, sorted(through)] for path, through in self.messages],
            sorted(map(list, self.used)),
        ]

    @classmethod
    def of(cls, rows: list[Any]) -> Outcome:
        """The outcome that lists from `plain` stand for."""
        findings, suppressed, notices, messages, used = rows
        return cls(
            tuple(map(finding_of, findings)),
            tuple(map(suppressed_of, suppressed)),
            tuple(map(notice_of, notices)),
            tuple((path, frozenset(through)) for path, through in messages),
            {(path, line, column, rule) for path, line, column, rule in used},
        )
