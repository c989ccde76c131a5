"""From stubs to models. Stubs are parsed, never run; whatever is wrong with one is named with file and line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

from cclint.ir.types import Type
from cclint.models.grouping import Described, groups
from cclint.models.library import ClassModel, Endpoint, Models, Parameter, Signature, is_role
from cclint.models.vocabulary import MARKS

DECLARING = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple", "NewType"})
MODULE = re.compile(r"^# module: ([\w.]+)\s*$")
HOME = Path(__file__).parent
FOLDERS = ("builtins", "origins", "mail")
VOCABULARY = "cclint.models.vocabulary"
LANGUAGE = frozenset(
    {
        "Any", "AnyStr", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Collection", "Container", "Counter",
        "Coroutine", "Generator", "Generic", "ItemsView", "Iterable", "Iterator", "KeysView", "List", "Literal", "Mapping",
        "MutableMapping", "MutableSequence", "NoReturn", "Optional", "OrderedDict", "Protocol", "Required", "Self",
        "Sequence", "Set",
        "Type", "TypedDict", "Union", "ValuesView", "bool", "bytes", "bytearray", "complex", "defaultdict", "deque", "dict",
        "float", "frozenset", "int", "iterator", "list", "memoryview", "object", "range", "set", "slice", "str", "tuple",
        "type", "None",
    }
)  # fmt: skip
"""The types of the language and of `typing`, which stubs need not import."""
VARIABLES = frozenset({"T", "S", "K", "V"})
"""The type variables of stubs."""
CONSTANT = frozenset({"Literal", "Splits", "Shows"})
"""Types whose arguments are constants."""


class StubError(Exception):
    """A stub that cannot be understood; the message names the file, the line and the remedy."""


def load_models(extra: Iterable[Path] = ()) -> Models:
    """Load the shipped stubs and those of the user.

    Parameters
    ----------
    extra: files or folders of stubs; what they say goes before what is shipped.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    places = tuple(extra)
    return load_described(places)[0] if places else shipped()


@cache
def shipped() -> Models:
    """The shipped stubs alone, which do not change while a process lives."""
    return load_described()[0]


def load_described(extra: Iterable[Path] = ()) -> tuple[Models, list[Described]]:
    """As `load_models`, with what each stub describes: of the shipped ones only those of libraries that send mail.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    models = Models()
    mail = HOME / "mail"
    paths = [path for folder in FOLDERS for path in sorted((HOME / folder).glob("*.pyi"))]
    shipped = len(paths)
    for place in extra:
        paths.extend(sorted(place.rglob("*.pyi")) if place.is_dir() else [place])
    stubs = [load_stub(path, models) for path in paths]
    models.groups = groups(stubs, models)
    return models, [
        stub for number, (path, stub) in enumerate(zip(paths, stubs)) if number >= shipped or path.parent == mail
    ]


def load_stub(path: Path, models: Models) -> Described:
    """Add what one stub says.

    Raises
    ------
    StubError: the file cannot be read, is no Python, or uses a mark or a name that does not exist.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text, str(path))
    except OSError as error:
        raise StubError(f"{path}: the stub cannot be read: {error.strerror}") from error
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 1) or 1
        raise StubError(f"{path}:{line}: the stub is no valid Python: {error}") from error
    stub = _Stub(path, text, models)
    stub.read(tree)
    return stub.described()


class _Stub:
    """The reading of one stub: the module that its statements belong to, and what its names mean."""

    def __init__(self, path: Path, text: str, models: Models) -> None:
        self.path = path
        self.models = models
        self.markers = {
            number: match[1] for number, line in enumerate(text.split("\n"), 1) if (match := MODULE.match(line))
        }
        self.module = path.stem
        self.names: dict[str, str] = {name: name for name in LANGUAGE | VARIABLES}
        self.text = text
        self.own: set[str] = set()  # the qualified names of what it describes
        self.hosts: set[str] = set()  # of the endpoints
        self.seen: set[str] = set()  # functions of this stub: a second definition without @overload takes the place

    def fail(self, node: ast.AST, what: str) -> StubError:
        return StubError(f"{self.path}:{getattr(node, 'lineno', 1)}: {what}")

    def read(self, tree: ast.Module) -> None:
        self.announce(tree)
        for node, module in self.placed(tree):
            self.module = module
            self.statement(node)

    def described(self) -> Described:
        """What there is to say about the stub once it has been read."""
        modules = set(self.markers.values()) or {self.path.stem}
        return Described(self.path.stem, self.text, modules, self.own, self.hosts)

    def placed(self, tree: ast.Module) -> Iterable[tuple[ast.stmt, str]]:
        """The statements, each with the module that it belongs to."""
        pending = sorted(self.markers.items())
        module = self.path.stem
        for node in tree.body:
            while pending and pending[0][0] < node.lineno:
                module = pending.pop(0)[1]
            yield node, module

    def announce(self, tree: ast.Module) -> None:
        """Learn what names there are, since annotations may name what stands further below."""
        for node, module in self.placed(tree):
            match node:
                case ast.ClassDef():
                    self.names[node.name] = f"{module}.{node.name}"
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="TypeVar"))):
                    self.names[name] = name
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    self.names[name] = f"{module}.{name}"
                case ast.ImportFrom():
                    for alias in node.names:
                        self.imported(node, alias)
                case ast.Import():
                    for alias in node.names:
                        self.names[alias.asname or alias.name] = alias.name

    def add(self, name: str) -> str:
        """The qualified name of something that the module offers."""
        qualified = f"{self.module}.{name}"
        self.models.modules.setdefault(self.module, []).append(name)
        self.names[name] = qualified
        self.own.add(qualified)
        return qualified

    def statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.function(node)
            case ast.ClassDef():
                self.cls(node, self.add(node.name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                qualified = self.add(name)
                if isinstance(node.value, ast.Constant) and node.value.value is not ...:
                    self.models.constants[qualified] = node.value.value
                else:
                    self.models.attributes[qualified] = self.type(node.annotation) or Type("Any")
                    self.models.constants.setdefault(qualified, None)
            case ast.Assign(targets=[ast.Name(id=name)]):
                self.assign(name, node)
            case ast.ImportFrom() | ast.Import() | ast.Expr() | ast.Pass():
                if isinstance(node, ast.ImportFrom):
                    self.handed_on(node)
            case _:
                raise self.fail(node, "a stub holds signatures, classes, constants and aliases only")

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            if (
                isinstance(decorator, ast.Call)
                and self.mark(self.resolved(_dotted(decorator.func) or ""), node) == "endpoint"
            ):
                self.endpoint(decorator, node)
                return
        qualified = self.add(node.name)
        self.register(node, self.signature(node, qualified, method=False))

    def register(self, node: ast.FunctionDef | ast.AsyncFunctionDef, signature: Signature) -> None:
        """A signature is the function's only one, or one of several."""
        name = signature.name
        if "overload" in map(_dotted, node.decorator_list):
            if name not in self.seen:
                self.models.overloads[name] = []
            self.models.overloads[name].append(signature)
            signature = self.models.overloads[name][0]
        else:
            self.models.overloads.pop(name, None)
        self.seen.add(name)
        self.own.add(name)
        self.models.functions[name] = signature

    def endpoint(self, decorator: ast.Call, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        given = [one.value for one in decorator.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if not given or len(given) < len(decorator.args):
            raise self.fail(decorator, 'an endpoint needs its address: @endpoint("https://…")')
        for address in given:
            pattern = re.compile("[^?]*".join(map(re.escape, address.split("*"))) + r"/?(\?.*)?", re.DOTALL)
            signature = self.signature(node, address, method=False)
            self.models.endpoints.append(Endpoint(address, pattern, signature))
            host = address.partition("://")[2].partition("/")[0]
            self.hosts.add(max(host.split("*"), key=len).strip(".") or address.partition(":")[0])

    def assign(self, name: str, node: ast.Assign) -> None:
        match node.value:
            case ast.Constant():
                self.models.constants[self.add(name)] = node.value.value
            case ast.Call(func=ast.Name(id="TypedDict"), args=[ast.Constant(), ast.Dict() as keys]):
                qualified = self.add(name)
                model = self.models.classes[qualified] = ClassModel(qualified, keyed=True)
                for key, kind in zip(keys.keys, keys.values):
                    if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
                        raise self.fail(node, "the keys of a TypedDict are texts")
                    self.key(model, key.value, self.type(kind) or Type("Any"))
            case ast.Call() if (_dotted(node.value.func) or "").rpartition(".")[2] in DECLARING:
                return
            case _:
                dotted = _dotted(node.value)
                if dotted is None:
                    raise self.fail(node, "an alias is a name or a constant")
                self.models.aliases[self.add(name)] = self.names.get(dotted, dotted)

    def imported(self, node: ast.ImportFrom, alias: ast.alias) -> None:
        module, name = node.module or "", alias.asname or alias.name
        if module in ("typing", "collections.abc", "__future__"):
            self.names[name] = alias.name
        elif module == VOCABULARY:
            if alias.name not in MARKS:
                raise self.fail(node, f"there is no mark {alias.name!r}{_suggested(alias.name, MARKS)}")
            self.names[name] = alias.name
        else:
            self.names[name] = f"{module}.{alias.name}"

    def handed_on(self, node: ast.ImportFrom) -> None:
        """`from module import name as name` is a re-export, as stubs write it."""
        for alias in node.names:
            if alias.asname == alias.name and node.module != VOCABULARY:
                self.models.aliases[self.add(alias.name)] = f"{node.module or ''}.{alias.name}"

    def cls(self, node: ast.ClassDef, qualified: str) -> None:
        bases = {dotted: base for base in node.bases if (dotted := _dotted(_without_arguments(base))) is not None}
        model = self.models.classes[qualified] = ClassModel(
            qualified,
            tuple(self.names.get(name, name) for name in bases if name not in ("Protocol", "Generic", "TypedDict")),
            keyed="TypedDict" in bases or any(self.models.keyed(self.names.get(name, name)) for name in bases),
        )
        if isinstance(generic := bases.get("Generic"), ast.Subscript):
            variables = generic.slice.elts if isinstance(generic.slice, ast.Tuple) else [generic.slice]
            model.variables = tuple(_dotted(one) or "" for one in variables)
        self.names["Self"] = "Self"
        for inner in node.body:
            self.member(inner, model, lookalike="Protocol" in bases)

    def key(self, model: ClassModel, name: str, kind: Type) -> None:
        """A key of a TypedDict or an attribute of a class."""
        if kind.name == "Required":
            kind = kind.arguments[0]
            model.required.add(name)
        model.attributes[name] = kind
        if model.keyed and is_role(kind):
            self.models.keys.add(name)

    def member(self, node: ast.stmt, model: ClassModel, *, lookalike: bool) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.method(node, model, lookalike=lookalike)
            case ast.AnnAssign(target=ast.Name(id=label)):
                name = f"{model.name}.{label}"
                model.members[label] = name
                self.models.attributes[name] = kind = self.type(node.annotation) or Type("Any")
                self.key(model, label, kind)
                if isinstance(node.value, ast.Constant) and node.value.value is ...:
                    model.own = (*model.own, label)
            case ast.Assign(targets=[ast.Name(id=label)]):
                dotted = _dotted(node.value)
                if dotted in model.members:
                    model.members[label] = model.members[dotted]
                elif isinstance(node.value, ast.Constant):
                    name = f"{model.name}.{label}"
                    self.models.constants[name] = node.value.value
                    model.members[label] = name
            case ast.ClassDef():
                self.names[node.name] = f"{model.name}.{node.name}"
                self.cls(node, f"{model.name}.{node.name}")
            case ast.Expr() | ast.Pass():
                pass
            case _:
                raise self.fail(node, "a class of a stub holds methods and attributes only")

    def method(self, node: ast.FunctionDef | ast.AsyncFunctionDef, model: ClassModel, *, lookalike: bool) -> None:
        name = f"{model.name}.{node.name}"
        decorators = set(map(_dotted, node.decorator_list))
        signature = self.signature(node, name, method="staticmethod" not in decorators)
        if "classmethod" in decorators:
            signature = replace(signature, of_class=True)
        if lookalike:
            if signature.sends and not signature.required:
                raise self.fail(
                    node, "a method of a Protocol that sends needs a parameter that is keyword-only and has no default"
                )
            self.models.lookalikes.setdefault(node.name, []).append(signature)
            self.models.functions[name] = signature
            self.own.add(name)
            return
        model.members[node.name] = name
        if "property" in decorators:
            model.attributes[node.name] = self.models.attributes[name] = signature.returns or Type("Any")
        else:
            self.register(node, signature)

    def signature(self, node: ast.FunctionDef | ast.AsyncFunctionDef, name: str, *, method: bool) -> Signature:
        args = node.args
        made: list[Parameter] = []
        either = [*((arg, "positional") for arg in args.posonlyargs), *((arg, "any") for arg in args.args)]
        defaults: list[ast.expr | None] = [*([None] * (len(either) - len(args.defaults))), *args.defaults]
        if method and either:
            either, defaults = either[1:], defaults[1:]
        for (arg, kind), default in zip(either, defaults):
            made.append(self.parameter(arg, kind, default))
        if args.vararg:
            made.append(self.parameter(args.vararg, "star", ast.Constant(...)))
        for arg, default in zip(args.kwonlyargs, args.kw_defaults):
            made.append(self.parameter(arg, "keyword", default))
        if args.kwarg:
            made.append(self.parameter(args.kwarg, "stars", ast.Constant(...)))
        return Signature(name, tuple(made), self.type(node.returns), method)

    def parameter(self, arg: ast.arg, kind: str, default: ast.expr | None) -> Parameter:
        dotted = _dotted(default) if default is not None else None
        label = "" if dotted is None else self.resolved(dotted)
        return Parameter(arg.arg, kind, self.type(arg.annotation), default is not None, label)

    def resolved(self, dotted: str) -> str:
        head, _, rest = dotted.partition(".")
        known = self.names.get(head, head)
        return f"{known}.{rest}" if rest else known

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
            case ast.Constant(value=str() as text):
                return self.type(ast.parse(text, mode="eval").body)
            case ast.BinOp(op=ast.BitOr()):
                parts = [one for side in (node.left, node.right) if (one := self.type(side)) is not None]
                flat = [inner for one in parts for inner in (one.arguments if one.name == "Union" else (one,))]
                return Type("Union", tuple(flat))
            case ast.Subscript():
                return self.subscripted(node)
        dotted = _dotted(node)
        if dotted is None:
            raise self.fail(node, "this is no type")
        if dotted in self.names:
            return Type(self.names[dotted])
        head = dotted.partition(".")[0]
        if head == dotted:
            raise self.fail(node, f"there is no type {dotted!r}{_suggested(dotted, self.names)}")
        return Type(self.mark(self.resolved(dotted), node))

    def mark(self, name: str, node: ast.AST) -> str:
        """A name from the vocabulary by its last part, where it is written with the module in front."""
        if not name.startswith(f"{VOCABULARY}."):
            return name
        short = name.removeprefix(f"{VOCABULARY}.")
        if short not in MARKS:
            raise self.fail(node, f"there is no mark {short!r}{_suggested(short, MARKS)}")
        return short

    def subscripted(self, node: ast.Subscript) -> Type | None:
        outer = self.type(node.value)
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if outer is None:
            return None
        if outer.name in CONSTANT:
            if not all(isinstance(one, ast.Constant) for one in inner):
                raise self.fail(node, f"{outer.name} needs constants")
            return Type(outer.name, tuple(Type("", (), one.value) for one in inner if isinstance(one, ast.Constant)))
        endless = isinstance(inner[-1], ast.Constant) and inner[-1].value is ...
        kept = [self.type(one) or Type("Any") for one in (inner[:-1] if endless else inner)]
        if outer.name == "tuple" and not endless:
            return Type("tuple", (Type("exactly"), *kept))
        return Type(outer.name, tuple(kept))


def _without_arguments(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _dotted(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        head = _dotted(node.value)
        return None if head is None else f"{head}.{node.attr}"
    return None


def _suggested(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
