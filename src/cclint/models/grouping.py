"""What tells that a file or a function takes part in sending: each library by its own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cclint.models.library import STANDARD, Group, Models, is_role
from cclint.models.needles import IMPORTED, TELLING

FOUND_BY = re.compile(r"^# found by: (.+)$", re.MULTILINE)
ALONE = re.compile(r"\S.*# found by: (.+)$")
"""The words of one function, behind its line."""
GENERAL = frozenset(
    {
        "email",
        "emails",
        "mail",
        "Mail",
        "Email",
        "mailer",
        "Mailer",
        "send_mail",
        "sendmail",
        "send_email",
        "send_message",
    }
)
"""Names that say so, but not with which library."""


@dataclass(frozen=True)
class Described:
    """What one stub describes.

    Parameters
    ----------
    name: of the stub.
    text: its source.
    modules: those that it speaks of.
    own: the qualified names of what it describes.
    hosts: the hosts of its endpoints.
    path: where it is.
    lines: where it describes each function.
    shipped: whether it is one of ours.
    """

    name: str
    text: str
    modules: Collection[str]
    own: Collection[str]
    hosts: Collection[str]
    path: Path
    lines: Mapping[str, int]
    shipped: bool


def groups(stubs: Sequence[Described], models: Models) -> list[Group]:
    """The groups of all stubs, once all have been read: posting to a web service takes the functions of other stubs."""
    posting = {name for stub in stubs if not stub.hosts for name in _posting(stub, models)}
    made = []
    for stub in stubs:
        alone = {name: its for name in stub.own if (its := _alone(stub, name, models)) and sends(name, models)}
        made += [
            replace(_group(f"{stub.name}: {name}", its, {name}, stub, models), here=True)
            for name, its in sorted(alone.items())
        ]
        sending = {name for name in stub.own if name not in alone and sends(name, models)}
        names = {_last(name) for name in sending}
        words = {word.strip() for match in FOUND_BY.finditer(stub.text) for word in match[1].split(",")}
        if not words:
            words = {name for name in names if TELLING.search(name) and name not in GENERAL}
            alone_tell = bool(names) and words == names  # whoever uses it says one of them
            for module in () if alone_tell else stub.modules:
                head = module.partition(".")[0]
                if head not in STANDARD:  # whatever is imported of it is imported by this name
                    words.add(IMPORTED + head)
                elif TELLING.search(module.rpartition(".")[2]) and module not in GENERAL:
                    words.add(module)
        if stub.hosts:
            sending |= posting | _posting(stub, models)
        if sending:
            made.append(_group(stub.name, {*words, *stub.hosts}, sending, stub, models))
    return [*made, *_alike(models)]


def _group(name: str, words: Collection[str], sending: Collection[str], stub: Described, models: Models) -> Group:
    """A group, its names told apart by what they have to be.

    What a user's stub describes may be the project's own, and has any name there is for it.
    """
    if not stub.shipped:
        return Group(name, frozenset(words), frozenset(map(_last, sending)))
    methods = {one for one in sending if not one.endswith(".__init__") and one.rpartition(".")[0] in models.classes}
    offered = frozenset(_last(one) for one in sending if one not in methods)
    return Group(name, frozenset(words), offered=offered, methods=frozenset(map(_last, methods)))


def _last(name: str) -> str:
    """What programs call a function, or a class that they make one of."""
    return name.removesuffix(".__init__").rpartition(".")[2]


def _alone(stub: Described, name: str, models: Models) -> list[str]:
    """The words that one function of a stub is found by, where it has some of its own, under whatever name it is handed on;
    a class by those of how it is made.
    """
    lines = {stub.lines[one] for one in (name, *(one.name for one in models.signatures(name))) if one in stub.lines}
    matches = [ALONE.match(stub.text.split("\n")[line - 1].strip()) for line in sorted(lines)]
    return [word.strip() for match in matches if match for word in match[1].split(",")]


def _posting(stub: Described, models: Models) -> set[str]:
    """Those functions of a stub that post to web services."""
    return {
        name
        for name in stub.own
        if any(one.returns is not None and one.returns.name == "Posted" for one in models.signatures(name))
    }


def _alike(models: Models) -> Iterator[Group]:
    """The methods that are known by what they are given: where their names do not tell, a keyword that they need does."""
    for name, known in models.lookalikes.items():
        telling = {max(sorted(one.required), key=len) for one in known if one.sends and one.required}
        if telling and not TELLING.search(name):
            yield Group(f"{name} by its arguments", frozenset(telling), methods=frozenset({name}), here=True)


def sends(name: str, models: Models) -> bool:
    """Whether a function sends or gives a message, or a class is one: it has header fields or recipients."""
    given = [one.returns for one in models.signatures(name) if one.returns is not None]
    if is_message(name, models) or any(is_message(one.name, models) or one.name == "Sent" for one in given):
        return True
    return any(models.keyed(inner.name) for one in given for inner in (one, *one.arguments))


def is_message(name: str, models: Models) -> bool:
    """Whether a class has header fields or recipients."""
    model = models.classes.get(name)
    if model is None:
        return False
    if models.message_policy(name) is not None:
        return True
    return not model.keyed and any(is_role(kind) for kind in models.slots(name).values())
