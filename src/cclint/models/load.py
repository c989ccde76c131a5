"""Stubs to models: what libraries offer, as signatures with marks on what matters. Stubs are parsed, never run."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cclint.ir.types import Type
from cclint.models.vocabulary import FIELDS, MARKS

MODULE = re.compile(r"^# module: ([\w.]+)\s*$")
HOME = Path(__file__).parent
FOLDERS = ("builtins", "origins", "mail")
VOCABULARY = "cclint.models.vocabulary"
STANDARD = sys.stdlib_module_names


class StubError(Exception):
    """A stub that cannot be understood; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a library's function. `kind` is "positional", "any", "keyword", "star" or "stars"."""

    name: str
    kind: str
    type: Type | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A function or method of a library."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type | None
    method: bool = False

    def marked(self, mark: str) -> Iterator[Parameter]:
        """The parameters that carry a mark."""
        return (
            parameter for parameter in self.parameters if parameter.type is not None and parameter.type.name == mark
        )


@dataclass(slots=True)
class ClassModel:
    """A class of a library: its bases, and its members by their qualified names."""

    name: str
    bases: tuple[str, ...] = ()
    members: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Type] = field(default_factory=dict)


@dataclass(slots=True)
class Models:
    """All that the stubs say."""

    functions: dict[str, Signature] = field(default_factory=dict)
    classes: dict[str, ClassModel] = field(default_factory=dict)
    constants: dict[str, Any] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    modules: dict[str, list[str]] = field(default_factory=dict)
    attributes: dict[str, Type] = field(default_factory=dict)
    _canonical: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.functions or name in self.classes or name in self.constants

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
                if head in self.aliases:
                    name = f"{self.aliases[head]}.{tail}"
                    break
                head, _, rest = head.rpartition(".")
                tail = f"{rest}.{tail}"
            else:
                return name
        return name

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
                pending.extend(model.bases if model is not None else ())
        return list(seen)

    def member(self, cls: str, name: str) -> str | None:
        """The qualified name of a class's member, its own or inherited."""
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


def load_models(extra: Iterable[Path] = ()) -> Models:
    """Load the shipped stubs and those of the user.

    Parameters
    ----------
    extra: files or folders of stubs; what they say goes before what is shipped.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    models = Models()
    for folder in FOLDERS:
        for path in sorted((HOME / folder).glob("*.pyi")):
            load_stub(path, models)
    for place in extra:
        for path in sorted(place.rglob("*.pyi")) if place.is_dir() else [place]:
            load_stub(path, models)
    return models


def load_stub(path: Path, models: Models) -> None:
    """Add what one stub says.

    Raises
    ------
    StubError: the file cannot be read, is no Python, or uses a mark that does not exist.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text, str(path))
    except OSError as error:
        raise StubError(f"{path}: the stub cannot be read: {error.strerror}") from error
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 1) or 1
        raise StubError(f"{path}:{line}: the stub is no valid Python: {error}") from error
    _Stub(path, text, models).read(tree)


class _Stub:
    """The reading of one stub: the module that its statements belong to, and what its names mean."""

    def __init__(self, path: Path, text: str, models: Models) -> None:
        self.path = path
        self.models = models
        self.markers = {
            number: match[1] for number, line in enumerate(text.split("\n"), 1) if (match := MODULE.match(line))
        }
        self.module = path.stem
        self.names: dict[str, str] = {}

    def read(self, tree: ast.Module) -> None:
        pending = sorted(self.markers.items())
        for node in tree.body:
            while pending and pending[0][0] < node.lineno:
                self.module = pending.pop(0)[1]
            self.statement(node)

    def add(self, name: str) -> str:
        """The qualified name of something that the module offers."""
        qualified = f"{self.module}.{name}"
        self.models.modules.setdefault(self.module, []).append(name)
        self.names[name] = qualified
        return qualified

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                qualified = self.add(node.name)
                self.models.functions[qualified] = self.signature(node, qualified, method=False)
            case ast.ClassDef():
                self.cls(node, self.add(node.name))
            case ast.AnnAssign(target=ast.Name()):
                name = node.target.id  # type: ignore[union-attr]
                qualified = self.add(name)
                if isinstance(node.value, ast.Constant) and node.value.value is not ...:
                    self.models.constants[qualified] = node.value.value
                else:
                    self.models.attributes[qualified] = self.type(node.annotation) or Type("Any")
                    self.models.constants.setdefault(qualified, None)
            case ast.Assign(targets=[ast.Name()]):
                self.assign(node)
            case ast.ImportFrom():
                for alias in node.names:
                    self.imported(node, alias)
            case ast.Import() | ast.Expr() | ast.Pass():
                pass
            case _:
                raise StubError(
                    f"{self.path}:{node.lineno}: a stub holds signatures, classes, constants and aliases only"
                )

    def assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        assert isinstance(target, ast.Name)
        if isinstance(node.value, ast.Constant):
            self.models.constants[self.add(target.id)] = node.value.value
            return
        if isinstance(node.value, ast.Call):  # a TypeVar
            return
        dotted = _dotted(node.value)
        if dotted is None:
            raise StubError(f"{self.path}:{node.lineno}: an alias is a name or a constant")
        self.models.aliases[self.add(target.id)] = self.names.get(dotted, dotted)

    def imported(self, node: ast.ImportFrom, alias: ast.alias) -> None:
        module = node.module or ""
        if module in ("typing", "collections.abc", "__future__"):
            return
        if module == VOCABULARY:
            if alias.name not in MARKS:
                raise StubError(f"{self.path}:{node.lineno}: there is no mark {alias.name!r}{_suggested(alias.name)}")
            return
        name = alias.asname or alias.name
        self.names[name] = f"{module}.{alias.name}"
        if alias.asname == alias.name:  # a re-export, as stubs write it
            self.models.aliases[self.add(name)] = f"{module}.{alias.name}"

    def cls(self, node: ast.ClassDef, qualified: str) -> None:
        bases = []
        for base in node.bases:
            dotted = _dotted(base.value if isinstance(base, ast.Subscript) else base)
            if dotted is not None and dotted not in ("Protocol", "Generic", "TypedDict"):
                bases.append(self.names.get(dotted, dotted))
        model = self.models.classes[qualified] = ClassModel(qualified, tuple(bases))
        for inner in node.body:
            match inner:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    name = f"{qualified}.{inner.name}"
                    model.members[inner.name] = name
                    decorators = {_dotted(one) for one in inner.decorator_list}
                    signature = self.signature(inner, name, method="staticmethod" not in decorators)
                    if "property" in decorators:
                        self.models.attributes[name] = signature.returns or Type("Any")
                        model.attributes[inner.name] = self.models.attributes[name]
                    else:
                        self.models.functions[name] = signature
                case ast.AnnAssign(target=ast.Name()):
                    label = inner.target.id  # type: ignore[union-attr]
                    name = f"{qualified}.{label}"
                    model.members[label] = name
                    kind = self.type(inner.annotation) or Type("Any")
                    model.attributes[label] = self.models.attributes[name] = kind
                case ast.Assign(targets=[ast.Name()]):
                    target = inner.targets[0]
                    assert isinstance(target, ast.Name)
                    dotted = _dotted(inner.value)
                    if dotted in model.members:
                        model.members[target.id] = model.members[dotted]
                    elif isinstance(inner.value, ast.Constant):
                        name = f"{qualified}.{target.id}"
                        self.models.constants[name] = inner.value.value
                        model.members[target.id] = name
                case ast.ClassDef():
                    self.names[inner.name] = f"{qualified}.{inner.name}"
                    self.cls(inner, f"{qualified}.{inner.name}")
                case ast.Expr() | ast.Pass():
                    pass
                case _:
                    raise StubError(f"{self.path}:{inner.lineno}: a class of a stub holds methods and attributes only")

    def signature(self, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, *, method: bool) -> Signature:
        args = node.args
        made: list[Parameter] = []
        either = [*((arg, "positional") for arg in args.posonlyargs), *((arg, "any") for arg in args.args)]
        if method and either:
            either = either[1:]
        missing = len(either) - min(len(args.defaults), len(either))
        for index, (arg, kind) in enumerate(either):
            made.append(self.parameter(arg, kind, optional=index >= missing))
        if args.vararg:
            made.append(self.parameter(args.vararg, "star", optional=True))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            made.append(self.parameter(arg, "keyword", optional=default is not None))
        if args.kwarg:
            made.append(self.parameter(args.kwarg, "stars", optional=True))
        return Signature(name, tuple(made), self.type(node.returns), method)

    def parameter(self, arg: ast.arg, kind: str, *, optional: bool) -> Parameter:
        return Parameter(arg.arg, kind, self.type(arg.annotation), optional)

    def type(self, node: ast.expr | None) -> Type | None:
        """The type or mark that an annotation names.

        Raises
        ------
        StubError: it names something that the stub does not know.
        """
        match node:
            case None:
                return None
            case ast.Constant(value=None):
                return Type("None")
            case ast.Constant(value=str()):
                return self.type(ast.parse(str(node.value), mode="eval").body)
            case ast.BinOp(op=ast.BitOr()):
                return Type(
                    "Union", tuple(one for one in (self.type(node.left), self.type(node.right)) if one is not None)
                )
            case ast.Subscript():
                outer = self.type(node.value)
                inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
                if outer is None:
                    return None
                if outer.name in ("tuple",) and not (
                    inner and isinstance(inner[-1], ast.Constant) and inner[-1].value is ...
                ):
                    return Type("tuple", (Type("exactly"), *(self.type(one) or Type("Any") for one in inner)))
                kept = [one for one in inner if not (isinstance(one, ast.Constant) and one.value is ...)]
                return Type(outer.name, tuple(self.type(one) or Type("Any") for one in kept))
        dotted = _dotted(node)
        if dotted is None:
            raise StubError(f"{self.path}:{node.lineno}: this is no type")
        return Type(self.names.get(dotted, dotted))


def _dotted(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = _dotted(node.value)
        return None if head is None else f"{head}.{node.attr}"
    return None


def _suggested(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(MARKS), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(sorted(MARKS))}"
