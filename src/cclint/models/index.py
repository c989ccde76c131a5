"""What the stubs say, for people: which libraries are known, in which releases, which calls send, and what becomes of lists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cclint.ir.types import Type
from cclint.models.grouping import Described
from cclint.models.library import Models, Parameter, Signature, is_role
from cclint.models.load import load_described
from cclint.models.vocabulary import ROLES

DISTRIBUTION: Final = re.compile(r"^# distribution: (\S+)(?: (\S+)(?: to (\S+))?)?\s*$", re.MULTILINE)
LINK: Final = re.compile(r"\s*(https?://\S+)\s*$")
DEEP: Final = 6
"""Forms within forms are followed as deeply as this."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A package that a stub describes.

    Parameters
    ----------
    name: as it is installed.
    oldest, newest: the releases that were looked at; "" where the stub names none.
    """

    name: str
    oldest: str = ""
    newest: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.oldest}" + (f" to {self.newest}" if self.newest != self.oldest else "")


@dataclass(frozen=True, slots=True)
class Call:
    """What sends.

    Parameters
    ----------
    name: of a function or method, or `POST` and an address.
    lists: what becomes of several addresses, a sentence for each thing that they can be given as.
    """

    name: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What one stub describes.

    Parameters
    ----------
    name: of the stub.
    title: the first sentence of its docstring, without the link.
    link: the documentation that the docstring's first line names, or "".
    text: the rest of the docstring.
    calls: what sends.
    messages: the classes of messages, and of what messages are made of.
    shipped: it is not the user's own.
    """

    name: str
    title: str
    link: str
    text: str
    distributions: tuple[Distribution, ...]
    calls: tuple[Call, ...]
    messages: tuple[Call, ...]
    shipped: bool


def index(extra: Iterable[Path] = ()) -> list[Library]:
    """The libraries that are known, by the names of their stubs.

    Parameters
    ----------
    extra: files or folders of the user's stubs.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    models, stubs = load_described(extra)
    shipped = {stub.name for stub in load_described()[1]}
    return sorted((_library(stub, models, shipped=stub.name in shipped) for stub in stubs), key=lambda one: one.name)


def _library(stub: Described, models: Models, *, shipped: bool) -> Library:
    head, _, text = (ast.get_docstring(ast.parse(stub.text)) or stub.name).partition("\n")
    link = LINK.search(head)
    distributions = tuple(
        Distribution(name, oldest or "", newest or oldest or "")
        for name, oldest, newest in DISTRIBUTION.findall(stub.text)
    )
    title = LINK.sub("", head).rstrip(".")
    return Library(
        stub.name, title, link[1] if link else "", " ".join(text.split()), distributions,
        tuple(_calls(stub, models)), tuple(_messages(stub, models)), shipped,
    )  # fmt: skip


def _messages(stub: Described, models: Models) -> Iterable[Call]:
    for name in sorted(stub.own):
        policy = models.message_policy(name)
        if name in models.classes and policy is not None:
            again = {"append": "a second field of a name is added", "unique": "a second To, Cc or Bcc is refused"}
            yield Call(name, ("To: all see each other", "Cc: all see each other", again[policy]))
        elif name in models.classes and not models.keyed(name):
            told: dict[str, None] = {}
            for slot, kind in models.slots(name).items():
                if any(is_role(one) for one in models.slots(name).values()) or kind.name == "Each":
                    _tell(_written(slot, kind, name, models), kind, models, told, 0)
            if told:
                yield Call(name, tuple(told))


def _written(slot: str, kind: Type, cls: str, models: Models) -> str:
    """What programs call a part: the attribute, else the parameter of the constructor or of another method."""
    if not slot.startswith("<"):
        return slot
    for one in models.order(cls):
        model = models.classes.get(one)
        for qualified in model.members.values() if model is not None else ():
            for signature in models.signatures(qualified):
                for parameter in signature.parameters:
                    if parameter.type == kind:
                        method = qualified.rpartition(".")[2]
                        return _said(parameter) if method == "__init__" else f"{method}()"
    return ""


def _said(parameter: Parameter) -> str:
    """What users call a parameter: a setting that nobody can give goes by its own name."""
    given = not parameter.name.startswith("_") or not parameter.default
    return parameter.name if given else parameter.default.removeprefix("django.conf.")


def _calls(stub: Described, models: Models) -> Iterable[Call]:
    for name in sorted(stub.own):
        for signature in models.signatures(name):
            if signature.returns is not None and signature.returns.name in ("Sent", "Posted"):
                yield Call(name, _lists(signature, models))
    for one in models.endpoints:
        if one.signature.returns is not None and any(host and host in one.address for host in stub.hosts):
            yield Call(f"POST {one.address}", _lists(one.signature, models))


def _lists(signature: Signature, models: Models) -> tuple[str, ...]:
    told: dict[str, None] = {}
    owner = signature.name.rpartition(".")[0]
    if signature.method and models.slots(owner):
        told["the message's own recipients"] = None
    for part in models.parts(signature):
        if part.type is not None:
            name = (
                part.default.removeprefix("django.conf.") if part.name.startswith("_") and part.default else part.name
            )
            _tell(name, part.type, models, told, 0)
    return tuple(told)


def _tell(name: str, kind: Type, models: Models, told: dict[str, None], depth: int) -> None:
    """Add what a part of a form says about several addresses."""
    if depth > DEEP:
        return
    match kind.name:
        case "Each" if is_role(kind):
            told[f"{_called(name, kind.arguments[0])}: each is sent a message of its own"] = None
        case "Each":
            told[f"{name or 'messages'}: each is a message of its own"] = None
            _inside(kind, models, told, depth)
        case "Splits":
            told[f"{_given(name, kind)}: each of To is sent a message of its own"] = None
        case "Shows":
            told[f"{_given(name, kind)}: all are shown to all"] = None
        case "Mail":
            told["the message's own recipients"] = None
        case "Raw" if Type("Hidden") in kind.arguments:
            told["the text goes out as it is, but for a Bcc"] = None
        case "Raw":
            told["the text goes out as it is, a Bcc in it too"] = None
        case "Overrides" if kind.arguments and kind.arguments[0].name in ROLES:
            told[f"{name}: is shown in place of {kind.arguments[0].name}"] = None
        case "Headers" | "Overrides" if Type("Hidden") in kind.arguments:
            told[f"{name or 'header fields'}: go out as they are, but for a Bcc"] = None
        case "Headers" | "Overrides":
            told[f"{name or 'header fields'}: go out as they are, a Bcc among them too"] = None
        case "Bcc":
            told[f"{_called(name, kind)}: hidden"] = None
        case "BccHeader":
            told[f"{_called(name, kind)}: written into the message"] = None
        case "Envelope":
            told[f"{name or 'envelope'}: is shown to nobody"] = None
        case role if role in ROLES:
            told[f"{_called(name, kind)}: all see each other"] = None
        case _:
            _inside(kind, models, told, depth)


def _inside(kind: Type, models: Models, told: dict[str, None], depth: int) -> None:
    for inner in kind.arguments:
        _tell("", inner, models, told, depth + 1)
    if kind.name in models.classes:
        for name, slot in models.slots(kind.name).items():
            _tell(_written(name, slot, kind.name, models), slot, models, told, depth + 1)


def _called(name: str, kind: Type) -> str:
    role = ROLES.get(kind.name, kind.name)
    return role if not name or name.lower() == role.lower() else f"{name} ({role})"


def _given(name: str, kind: Type) -> str:
    values = " or ".join(repr(one) for one in kind.values)
    return f"{name or 'splitting'}={values}" if values else f"with {name or 'it'}"
