"""Whether the people whom a finding shows may see each other: the project's policy, applied to one finding.

It decides by audience: addresses of colleagues and of functions do not count, and people who come from a declared
audience may see each other, however many they are. What is left is compared with the number that the policy allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from cclint.allowing.comments import is_python
from cclint.config.declared import KnownAudience
from cclint.finding import Finding, Place, Shown
from cclint.policy import VISIBLE, Policy
from cclint.report import text_at

Lines = Callable[[str], Sequence[str]]


class Verdict(NamedTuple):
    """What the policy says of a finding.

    Parameters
    ----------
    finding: with the decisions that concern it.
    allowed: why it is none; "" where it stays one.
    """

    finding: Finding
    allowed: str = ""


def verdict(finding: Finding, policy: Policy, lines: Lines) -> Verdict:
    """Apply a policy to a finding.

    Parameters
    ----------
    finding: with its level, its place and what it shows.
    policy: the project's.
    lines: the text of a file.
    """
    said: list[str] = []
    allowed = ""
    shown = [one for one in finding.who if one.visible and one.role == finding.role and one.role in VISIBLE]
    if len(shown) == 1:
        limit = policy.limit(finding.place.path)
        exempt = [why for address in shown[0].addresses if (why := policy.exempt(address))]
        if exempt:
            said.append(_counted(exempt, shown[0], limit))
        if exempt and shown[0].most is not None and shown[0].most - len(exempt) <= limit:
            allowed = said[-1]
        elif known := _known(finding, policy, lines):
            said.append(f"the audience {known.name!r} is known: {known.reason}")
            allowed = "; ".join(said)
    level, why = policy.weighed(finding.place.path, finding.rule, finding.level)
    if why and not allowed:
        said.append(why)
    return Verdict(replace(finding, level=level, decisions=tuple(said)), allowed)


def _counted(exempt: Sequence[str], shown: Shown, limit: int) -> str:
    several = "an unbounded number of" if shown.most is None else str(shown.most)
    kinds = " or ".join(sorted(set(exempt)))
    return f"{len(exempt)} of {several} addresses belong to {kinds}; {limit} of others may be visible"


def _known(finding: Finding, policy: Policy, lines: Lines) -> KnownAudience | None:
    """The declared audience that the people come from, the first that fits."""
    return next((one for one in policy.known_audiences if _begins_in(finding, one, lines)), None)


def _begins_in(finding: Finding, audience: KnownAudience, lines: Lines) -> bool:
    """Whether addresses come from a declared audience and from nowhere else."""
    places = [step.place for step in finding.trace] or [finding.place]
    if finding.place not in places:
        places.append(finding.place)
    from cclint.allowing.bindings import mixes  # loaded where an audience is declared

    names = frozenset(one for one in audience.matches if not one.startswith("@"))
    if any(is_python(place.path) and mixes(text_at(place, lines(place.path)), names) for place in places):
        return False
    if any(f"`{name}`" in step.text for step in finding.trace[:1] for name in names):
        return True
    return any(_stands_for(place, names, lines(place.path)) for place in places)


def _stands_for(place: Place, names: frozenset[str], lines: Sequence[str]) -> bool:
    """Whether the value at a place is what some names stand for, alone and whole."""
    if not is_python(place.path) or not lines:
        return False
    from cclint.allowing.bindings import assigned, leaves, made_of

    text = "\n".join(lines)
    if assigned(place, text) & names:
        return True
    value = text_at(place, lines)
    parts = leaves(value)
    if parts and all(part & names for part in parts):
        return True
    # `for person in BOARD`, `with open("board.txt") as file`: what the names in the value are bound to.
    words = [next(iter(part)) for part in parts if len(part) == 1]
    bound = made_of(place, words, text) if parts and len(words) == len(parts) else ()
    made = [leaves(one) for one in bound]
    return bool(made) and any(one and all(part & names for part in one) for one in made)
