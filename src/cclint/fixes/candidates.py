"""All repairs that could fit a finding, in the order in which regulators prefer them: a message for each recipient, the
library's own ways, Bcc and the like last. Which of them hold is for the proof to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from cclint.fixes.arguments import as_bcc, called_for_each, sent_for_each
from cclint.fixes.batches import itemised, one_message_each, opened_for_each
from cclint.fixes.bcc import as_an_object, deleted_before_text, left_out
from cclint.fixes.callers import commanded_for_each, repeated
from cclint.fixes.comments import comment_removed
from cclint.fixes.first import added_to_bcc, given_hidden, hidden_too
from cclint.fixes.hiding import emptied_at_the_send, in_bcc, moved_at_the_send, undisclosed
from cclint.fixes.individual import individually
from cclint.fixes.links import link_to_bcc
from cclint.fixes.modes import as_hidden_attribute, as_hidden_key, flagged, keyed, merged, unflagged
from cclint.fixes.payloads import requested_for_each
from cclint.fixes.piling import begun_in_the_loop, copied_deeply, deleted_first
from cclint.fixes.problem import Change, Problem
from cclint.fixes.rawtext import bcc_in_text, nobody_in_text

SHOWN: Final = frozenset({"visible-recipients", "visible-fixed-list", "growing-recipients"})
"""The rules that object to recipients who see each other."""

PILING: Final = (copied_deeply, deleted_first, begun_in_the_loop)
SEPARATE: Final = (
    individually,
    called_for_each,
    sent_for_each,
    one_message_each,
    itemised,
    opened_for_each,
    commanded_for_each,
    repeated,
)
MODES: Final = (flagged, unflagged, keyed)
HIDING: Final = (
    in_bcc,
    added_to_bcc,
    undisclosed,
    as_bcc,
    as_hidden_key,
    as_hidden_attribute,
    nobody_in_text,
    bcc_in_text,
    moved_at_the_send,
    emptied_at_the_send,
)
WIRE: Final = (as_an_object, left_out, deleted_before_text, nobody_in_text, emptied_at_the_send)


def candidates(problem: Problem) -> Iterator[Change]:
    """The repairs to try, the best first.

    Parameters
    ----------
    problem: the finding.
    """
    if (fix := problem.finding.fix) is not None:
        yield Change(fix.title, fix.edits, fix.reason, fix.safe)
    for way in _ways(problem):
        yield from way(problem)


def _ways(problem: Problem) -> tuple[Callable[[Problem], Iterator[Change]], ...]:
    rule, role = problem.finding.rule, problem.finding.role
    if rule == "unused-suppression":
        return (comment_removed,)
    if rule == "reused-message":
        return PILING
    if rule == "bcc-on-the-wire":
        return WIRE
    if rule == "visible-recipients-in-template":
        return (link_to_bcc,)
    if rule == "first-recipient-exposed":
        return (hidden_too, given_hidden, undisclosed, nobody_in_text, emptied_at_the_send)
    if rule in SHOWN and role in ("To", "Cc"):
        separate = () if problem.told_before else SEPARATE
        return (*PILING, *separate, *MODES, requested_for_each, merged, *HIDING)
    return ()
