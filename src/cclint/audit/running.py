"""An audit: every repository is looked at once, what fails is tried again at the end, and what was found is kept at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cclint.audit.hands import Hands
from cclint.audit.listing import Listed
from cclint.audit.request import Request
from cclint.audit.state import State


@dataclass(frozen=True, slots=True)
class Audited:
    """What is known of a repository.

    Parameters
    ----------
    listed: which one.
    result: what was found; None where it could not be looked at.
    reason: why not.
    """

    listed: Listed
    result: dict[str, Any] | None
    reason: str = ""


def audit(
    listed: Sequence[Listed],
    asking: Request,
    hands: Hands,
    state: State,
    retries: int,
    tell: Callable[[int, int], object],
) -> tuple[Audited, ...]:
    """Look at repositories.

    Parameters
    ----------
    listed: which ones.
    asking: how.
    hands: who does it.
    state: what is known already.
    retries: how often more something is tried that fails.
    tell: is told how many are done, and how many of them have failed.

    Returns
    -------
    What is known of each, in their order, whatever the order in which that came.

    Raises
    ------
    Refused: there is nobody to do it.
    """
    done: dict[int, Audited] = {}
    tried: Counter[int] = Counter()
    known = {}
    asked = {}
    for number, one in enumerate(listed):
        key, known[number] = state.read(one)
        asked[number] = replace(asking, path=one.path, reference=one.reference, known=key)
        hands.give(number, asked[number])
    failed = 0
    while len(done) < len(listed):
        number, answer = hands.take()
        one = listed[number]
        if answer.failed:
            tried[number] += 1
            if tried[number] <= retries:
                hands.give(number, asked[number])
                continue
            failed += 1
            done[number] = Audited(one, None, answer.failed)
        elif answer.result is None:
            done[number] = Audited(one, known[number])
        else:
            state.keep(one, answer.key, answer.result)
            done[number] = Audited(one, answer.result)
        tell(len(done), failed)
    return tuple(done[number] for number in range(len(listed)))
