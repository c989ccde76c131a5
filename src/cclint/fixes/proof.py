"""The proof of a repair: the repaired program is analysed, and held against the one before.

The finding must be gone and none may have come; nothing may be read less well. And the same people must get the messages:
where a message names its envelope, that is as it was; where the envelope is taken from the header, To, Cc and Bcc have as
many addresses together, without a Bcc that an API only writes down. Where a repair parts recipients, the messages in
question are left out of that comparison, and all others are held against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import replace

from cclint.analysis.facts import Send
from cclint.analysis.values.count import NONE, Count
from cclint.finding import Finding
from cclint.fixes.envelopes import is_independent
from cclint.fixes.problem import Change, Problem
from cclint.report import Report


def objection(problem: Problem, change: Change, before: Report, after: Report) -> str:
    """Why a repair does not hold; "" where it does.

    Parameters
    ----------
    problem: what was to be repaired.
    change: the repair.
    before, after: what was found without and with it.
    """
    old, new = _findings(before), _findings(after)
    if new[_key(problem.finding)] >= old[_key(problem.finding)]:
        return "it would still be found"
    known = {(one.place.path, one.role, one.sink) for send in before.sends for one in send.fields}
    come = [one for one in after.findings if new[_key(one)] > old[_key(one)]]
    if any((one.place.path, one.role, one.sink) not in known for one in come):
        return "something else would be found instead"  # not even hidden behind the finding, as what the same message shows
    if {(one.path, one.kind) for one in after.notices} - {(one.path, one.kind) for one in before.notices}:
        return "the file could not be read wholly any more"
    scopes = {(send.place.path, send.scope) for send in problem.sends}
    ours = scopes if change.splits or change.gone else set()
    given = scopes if all(is_independent(problem, send) for send in problem.sends) else set()
    if _deliveries(before.sends, ours, given) != _deliveries(after.sends, ours, given):
        return "not the same people would be sent the same messages"
    if change.splits and not _scopes(before.sends, ours) <= _scopes(after.sends, ours):
        return "a message would not be sent any more"
    if change.single and not _is_parted(
        problem.sends, [one for one in after.sends if (one.place.path, one.scope) in scopes]
    ):
        return "an envelope would not be parted with the header"
    return ""


def _is_parted(before: Iterable[Send], after: Iterable[Send]) -> bool:
    """Whether envelopes that have held many hold one each; one that has not would get a copy for everybody."""
    return all(send.envelope is None or send.envelope.most > 1 for send in before) and all(
        send.envelope is None or send.envelope.most <= 1 for send in after
    )


def _key(finding: Finding) -> Hashable:
    return finding.rule, finding.place.path, finding.role, finding.scope, finding.sink


def _findings(report: Report) -> Counter[Hashable]:
    return Counter(map(_key, (*report.findings, *(one.finding for one in report.suppressed))))


def _deliveries(sends: Iterable[Send], apart: set[tuple[str, str]], given: set[tuple[str, str]]) -> set[Hashable]:
    """How many people get each message, once for each way in which it can be sent.

    Parameters
    ----------
    sends: the messages.
    apart: functions whose messages are left out.
    given: functions whose messages have an envelope that no header decides about.
    """
    return {
        (send.place.path, send.scope, _people(send, given=(send.place.path, send.scope) in given))
        for send in sends
        if (send.place.path, send.scope) not in apart
    }


def _people(send: Send, *, given: bool) -> Hashable:
    if send.envelope is not None:
        return "envelope", None if given else send.envelope
    total = NONE
    kept = replace(send, fields=tuple(one for one in send.fields if not one.travels))
    for role in ("To", "Cc", "Bcc"):
        for each in (False, True):
            count = kept.audience(role, each=each).count
            total = Count(total.least + count.least, total.most + count.most)
    return "header", total


def _scopes(sends: Iterable[Send], wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(send.place.path, send.scope) for send in sends} & wanted
