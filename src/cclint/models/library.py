"""What the stubs say, in the form in which the analysis asks for it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cclint.ir.types import Type
from cclint.models.vocabulary import FIELDS, PARTS, ROLES

STANDARD = sys.stdlib_module_names
LIKELY = "cclint.likely"
"""The module of the classes that a class of that name is most likely derived from, wherever it is from."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a library's function.

    Parameters
    ----------
    kind: "positional", "any", "keyword", "star" or "stars".
    optional: it has a default.
    default: the dotted name of a setting that is its default, "" for others.
    """

    name: str
    kind: str
    type: Type | None = None
    optional: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method of a library; a class method is `of_class`."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type | None
    method: bool = False
    of_class: bool = False

    @property
    def sends(self) -> bool:
        """Whether a call sends a message or posts something that may be one."""
        return self.returns is not None and self.returns.name in ("Sent", "Posted")

    @property
    def required(self) -> frozenset[str]:
        """The parameters that have to be given by keyword."""
        return frozenset(one.name for one in self.parameters if one.kind == "keyword" and not one.optional)


@dataclass(slots=True)
class ClassModel:
    """A class of a library: its bases, and its members by their qualified names.

    Parameters
    ----------
    attributes: the types of those members that are data, by their own names.
    keyed: it is a TypedDict: `attributes` are its keys.
    required: the keys without which a dictionary is not meant.
    own: the attributes that an object has from the beginning.
    variables: the type variables that it is generic in.
    """

    name: str
    bases: tuple[str, ...] = ()
    members: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Type] = field(default_factory=dict)
    keyed: bool = False
    required: set[str] = field(default_factory=set)
    own: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Addresses of a web service to which a message is posted; `*` stands for anything but a `?`, https for http, too."""

    address: str
    signature: Signature

    def means(self, address: str) -> bool:
        """Whether an address is one of them."""
        return _pattern(self.address).fullmatch(address) is not None


@cache
def _pattern(address: str) -> re.Pattern[str]:
    pattern = "[^?]*".join(map(re.escape, address.split("*")))
    return re.compile(re.sub("^https:", "https?:", pattern) + r"/?(\?.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Group:
    """What one stub describes.

    Parameters
    ----------
    name: of the stub.
    words: a file that takes part in sending with it holds one of these.
    names: what a function that does so mentions, wherever that comes from.
    offered: what it mentions, and has from an import: functions and classes of modules.
    methods: what it calls on something.
    here: whether the words stand in the very file that does so, and not in one that it imports: they are what the call is given.
    """

    name: str
    words: frozenset[str]
    names: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    here: bool = False

    @property
    def every(self) -> frozenset[str]:
        """The names of all three kinds."""
        return self.names | self.offered | self.methods


@dataclass(slots=True)
class Models:
    """All that the stubs say."""

    functions: dict[str, Signature] = field(default_factory=dict)
    overloads: dict[str, list[Signature]] = field(default_factory=dict)
    classes: dict[str, ClassModel] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=lambda: {"__builtin__": "builtins"})  # its name in Python 2
    modules: dict[str, list[str]] = field(default_factory=dict)
    attributes: dict[str, Type] = field(default_factory=dict)
    endpoints: list[Endpoint] = field(default_factory=list)
    lookalikes: dict[str, list[Signature]] = field(default_factory=dict)
    implied: dict[str, Type] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)  # what the user's stubs say, even where the project has the code
    _canonical: dict[str, str] = field(default_factory=dict, compare=False)
    _slots: dict[str, dict[str, Type]] = field(default_factory=dict, compare=False)
    _members: dict[tuple[str, str], str | None] = field(default_factory=dict, compare=False)

    def __contains__(self, name: str) -> bool:
        return name in self.functions or name in self.classes or name in self.constants

    def of_user(self, path: str, name: str) -> str:
        """The qualified name under which a stub of the user describes what a file of the project has; "" if none does."""
        module = "." + path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return next((one for one in sorted(self.own) if f"{module}.{name}".endswith(f".{one}")), "")

    def canonical(self, name: str) -> str:
        """The name under which something is modelled, whatever name it is imported by."""
        known = self._canonical.get(name)
        if known is None:
            known = self._canonical[name] = self._follow(name)
        return known

    def _follow(self, name: str) -> str:
        for _ in range(8):
            if name in self.aliases:
                name = self.aliases[name]
                continue
            head, _, rest = name.rpartition(".")
            tail = rest
            while head:
                # A function that is named as the module which it comes from stands in front of that: `a.b` is `a.b.b`.
                if head in self.aliases and not self.aliases[head].startswith(f"{head}."):
                    name = f"{self.aliases[head]}.{tail}"
                    break
                head, _, rest = head.rpartition(".")
                tail = f"{rest}.{tail}"
            else:
                return self._likely(name)
        return name

    def _likely(self, name: str) -> str:
        """The class that one of a library without a stub is most likely derived from, if its name is that of one."""
        head, _, last = name.rpartition(".")
        likely = f"{LIKELY}.{last}"
        if likely not in self.classes or not head or head in self.modules or name in self or head in self.classes:
            return name
        return name if head.partition(".")[0] in STANDARD else likely

    @property
    def packages(self) -> frozenset[str]:
        """The topmost packages of all that is described."""
        return frozenset(module.partition(".")[0] for module in self.modules) - STANDARD

    def constant(self, name: str) -> Any:
        """The value of a constant of a library; None where it has none."""
        return self.constants.get(self.canonical(name))

    def order(self, name: str) -> list[str]:
        """A class and its bases, in the order in which members are looked for."""
        seen: dict[str, None] = {}
        pending = [self.canonical(name)]
        while pending:
            one = pending.pop(0)
            if one not in seen:
                seen[one] = None
                model = self.classes.get(one)
                pending.extend(map(self.canonical, model.bases) if model is not None else ())
        return list(seen)

    def member(self, cls: str, name: str) -> str | None:
        """The qualified name of a class's member, its own or inherited."""
        key = (cls, name)
        if key not in self._members:
            self._members[key] = self._member(cls, name)
        return self._members[key]

    def _member(self, cls: str, name: str) -> str | None:
        for one in self.order(cls):
            model = self.classes.get(one)
            if model is not None and name in model.members:
                return model.members[name]
        return None

    def attribute_type(self, name: str) -> Type | None:
        """The type of a member that is data; None for methods."""
        return self.attributes.get(name)

    def derives(self, cls: str, base: str) -> bool:
        """Whether one class of a library is the other or derives from it."""
        return self.canonical(base) in self.order(cls)

    def message_policy(self, cls: str) -> str | None:
        """Whether a class is a message: "append" or "unique" for what a second field of a name does, None if it is none."""
        for one in self.order(cls):
            model = self.classes.get(one)
            kind = model.attributes.get("fields") if model is not None else None
            if kind is not None and kind.name in FIELDS:
                return FIELDS[kind.name]
        return None

    def slots(self, cls: str) -> dict[str, Type]:
        """The parts of the form that a class is, by attribute or key, those of its bases included; {} if it is no form.

        What a class's methods take without an attribute that holds it has a slot of its own, which no program can name.
        """
        known = self._slots.get(cls)
        if known is None:
            known = self._slots[cls] = {}  # at once, since forms can hold each other
            for one in self.order(cls):
                model = self.classes.get(one)
                if model is None:
                    continue
                for name, kind in model.attributes.items():
                    if is_part(kind) or kind.name == "Literal" or self.holds_form(kind):
                        known.setdefault(name, kind)
            for one in self.order(cls):
                model = self.classes.get(one)
                for qualified in model.members.values() if model is not None else ():
                    for signature in self.signatures(qualified):
                        if signature.sends and not qualified.endswith(".__init__"):
                            continue  # what it is given is for this once
                        made = signature.returns.name if signature.returns is not None else ""
                        if made in self.classes and not self.derives(cls, made) and not self.recipient(made):
                            continue  # ... or for the object that it makes, unless that is one of its recipients
                        for part in signature.parameters:
                            if part.type is not None and is_part(part.type) and part.type not in known.values():
                                known.setdefault(f"<{part.type!r}>", part.type)
        return known

    def holds_form(self, kind: Type) -> bool:
        """Whether a type is a form, or a list or union of forms."""
        return (kind.name in self.classes and bool(self.slots(kind.name))) or any(map(self.holds_form, kind.arguments))

    def parts(self, signature: Signature) -> tuple[Parameter, ...]:
        """The parameters that say something about a message."""
        return tuple(
            one
            for one in signature.parameters
            if one.type is not None and (is_part(one.type) or self.holds_form(one.type))
        )

    def slot(self, cls: str, kind: Type) -> str:
        """The attribute of a form that holds what has a mark."""
        return next((name for name, known in self.slots(cls).items() if known == kind), f"<{kind!r}>")

    def recipient(self, cls: str) -> str:
        """The attribute that holds the address of a class that stands for one recipient; "" where a class is none."""
        known = [model.attributes for one in self.order(cls) if (model := self.classes.get(one)) is not None]
        return next((name for one in known for name, kind in one.items() if kind.name == "Address"), "")

    def keyed(self, cls: str) -> bool:
        """Whether a class is a TypedDict."""
        return any(model.keyed for one in self.order(cls) if (model := self.classes.get(one)) is not None)

    def required(self, cls: str) -> frozenset[str]:
        """The keys that a dictionary must have to be meant by a TypedDict: those that are `Required` and all constants."""
        model = self.classes.get(self.canonical(cls))
        constant = {name for name, kind in self.slots(cls).items() if kind.name == "Literal"}
        return frozenset(constant | (model.required if model is not None else set()))

    def signatures(self, name: str) -> Sequence[Signature]:
        """The ways in which a function can be called."""
        several = self.overloads.get(name)
        if several is not None:
            return several
        return (self.functions[name],) if name in self.functions else ()

    def owned(self, cls: str) -> dict[str, str]:
        """The classes of the attributes that an object has from the beginning."""
        found: dict[str, str] = {}
        for one in self.order(cls):
            model = self.classes.get(one)
            for name in model.own if model is not None else ():
                found.setdefault(name, self.classes[one].attributes[name].name)
        return found

    def variables(self, cls: str) -> tuple[str, ...]:
        """The type variables that a class is generic in."""
        for one in self.order(cls):
            model = self.classes.get(one)
            if model is not None and model.variables:
                return model.variables
        return ()

    def posted_to(self, address: str) -> Iterator[Endpoint]:
        """What posting to an address means."""
        return (one for one in self.endpoints if one.means(address))

    def names(self, module: str) -> Sequence[str]:
        """What `from module import *` brings."""
        return [name for name in self.modules.get(self.canonical(module), ()) if not name.startswith("_")]

    def importable(self, name: str) -> bool:
        """Whether an import of a library is known to succeed."""
        top = name.partition(".")[0]
        return (
            self.canonical(name) in self
            or name in self.modules
            or self.canonical(name) in self.modules
            or top in STANDARD
        )


def is_part(kind: Type) -> bool:
    """Whether a type says something about a message."""
    return kind.name in PARTS or any(is_part(one) for one in kind.arguments)


def is_role(kind: Type) -> bool:
    """Whether a part holds addresses."""
    if kind.name in ("Each", "list", "Union"):
        return any(map(is_role, kind.arguments))
    return kind.name in ROLES


def role_of(kind: Type) -> str:
    """The header that the addresses of a part become."""
    inner = kind
    while inner.name in ("Each", "list", "Union"):
        inner = next(filter(is_role, inner.arguments))
    return ROLES[inner.name]
