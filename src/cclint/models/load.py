"""From stubs to models. Stubs are parsed, never run; whatever is wrong with one is named with file and line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from cclint.ir.types import Type
from cclint.models import StubError
from cclint.models.annotations import VOCABULARY, Annotations, dotted_name, suggested, without_arguments
from cclint.models.grouping import Described, groups
from cclint.models.library import ClassModel, Endpoint, Models, Parameter, Signature, is_role
from cclint.models.shipped import FOLDERS, HOME
from cclint.models.vocabulary import MARKS

DECLARING = frozenset({"TypeVar", "ParamSpec", "TypeVarTuple", "NewType"})
MODULE = re.compile(r"^# module: ([\w.]+)\s*$")


def load_described(extra: Iterable[Path] = ()) -> tuple[Models, list[Described]]:
    """As `load_models`, with what each stub describes: of the shipped ones only those of libraries that send mail.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    models = Models()
    mail = Path(HOME, "mail")
    paths = [path for folder in FOLDERS for path in sorted(Path(HOME, folder).glob("*.pyi"))]
    own = len(paths)  # where the user's begin
    for place in extra:
        paths.extend(sorted(place.rglob("*.pyi")) if place.is_dir() else [place])
    stubs = [load_stub(path, models) for path in paths]
    for stub in stubs[own:]:
        check_sending(stub, models)  # a test does so for those that are shipped
        models.own.update(name for name in stub.own if name.rpartition(".")[0] not in models.classes)
    models.groups = groups(stubs, models)
    return models, [
        stub for number, (path, stub) in enumerate(zip(paths, stubs)) if number >= own or path.parent == mail
    ]


def check_sending(stub: Described, models: Models) -> None:
    """Refuse a function that sends though nothing says to whom; possible once all stubs have been read.

    Raises
    ------
    StubError: there is one.
    """
    for name, line in stub.lines.items():
        for signature in models.signatures(name):
            form = signature.method and models.slots(name.rpartition(".")[0])
            if signature.sends and not form and not models.parts(signature):
                what = f"{name} sends, but nothing says to whom: give a parameter a mark, such as `to: To`"
                raise StubError(stub.path, line, what)


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
        raise StubError(path, 0, f"the stub cannot be read: {error.strerror}") from error
    except (SyntaxError, ValueError) as error:
        what = error.msg if isinstance(error, SyntaxError) else str(error)
        raise StubError(path, getattr(error, "lineno", 1) or 1, f"the stub is no valid Python: {what}") from error
    stub = _Stub(path, text, models)
    stub.read(tree)
    return stub.described()


class _Stub(Annotations):
    """The reading of one stub: the module that its statements belong to, and what its names mean."""

    def __init__(self, path: Path, text: str, models: Models) -> None:
        super().__init__(path)
        self.models = models
        self.markers = {
            number: match[1] for number, line in enumerate(text.split("\n"), 1) if (match := MODULE.match(line))
        }
        self.module = path.stem
        self.text = text
        self.own: set[str] = set()  # the qualified names of what it describes
        self.hosts: set[str] = set()  # of the endpoints
        self.lines: dict[str, int] = {}  # of the functions
        self.seen: set[str] = set()  # functions of this stub: a second definition without @overload takes the place

    def read(self, tree: ast.Module) -> None:
        self.announce(tree)
        for node, module in self.placed(tree):
            self.module = module
            self.statement(node)

    def described(self) -> Described:
        """What there is to say about the stub once it has been read."""
        modules = set(self.markers.values()) or {self.path.stem}
        return Described(
            self.path.stem,
            self.text,
            modules,
            self.own,
            self.hosts,
            self.path,
            self.lines,
            shipped=HOME in map(str, self.path.parents),
        )

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
            if isinstance(decorator, ast.Call):
                name = dotted_name(decorator.func) or ""
                if self.mark(self.resolved(name), node) != "endpoint":
                    raise self.fail(decorator, f"there is no decorator {name!r}{suggested(name, ('endpoint',))}")
                self.endpoint(decorator, node)
                return
        qualified = self.add(node.name)
        self.register(node, self.signature(node, qualified, method=False))

    def register(self, node: ast.FunctionDef | ast.AsyncFunctionDef, signature: Signature) -> None:
        """A signature is the function's only one, or one of several."""
        name = signature.name
        self.lines.setdefault(name, node.lineno)
        if "overload" in map(dotted_name, node.decorator_list):
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
        known = [arg.arg for arg in node.args.args]
        if not known or not set(known) <= {"body", "query"}:
            raise self.fail(node, "what is posted is given as `body`, the parameters of the address as `query`")
        for address in given:
            signature = self.signature(node, address, method=False)
            self.models.endpoints.append(Endpoint(address, signature))
            host = address.partition("://")[2].partition("/")[0]
            self.hosts.add(max(host.split("*"), key=len).strip(".") or address.partition("*")[0])

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
                    self.key(model, key.value, self.part(kind) or Type("Any"))
            case ast.Call() if (dotted_name(node.value.func) or "").rpartition(".")[2] in DECLARING:
                return
            case _:
                dotted = dotted_name(node.value)
                if dotted is None:
                    raise self.fail(node, "an alias is a name or a constant")
                self.models.aliases[self.add(name)] = self.names.get(dotted, dotted)

    def imported(self, node: ast.ImportFrom, alias: ast.alias) -> None:
        module, name = node.module or "", alias.asname or alias.name
        if module in ("typing", "collections.abc", "__future__"):
            self.names[name] = alias.name
        elif module == VOCABULARY:
            if alias.name not in MARKS:
                raise self.fail(node, f"there is no mark {alias.name!r}{suggested(alias.name, MARKS)}")
            self.names[name] = alias.name
        else:
            self.names[name] = f"{module}.{alias.name}"

    def handed_on(self, node: ast.ImportFrom) -> None:
        """`from module import name as name` is a re-export, as stubs write it."""
        for alias in node.names:
            if alias.asname == alias.name and node.module != VOCABULARY:
                self.models.aliases[self.add(alias.name)] = f"{node.module or ''}.{alias.name}"

    def cls(self, node: ast.ClassDef, qualified: str) -> None:
        bases = {dotted: base for base in node.bases if (dotted := dotted_name(without_arguments(base))) is not None}
        model = self.models.classes[qualified] = ClassModel(
            qualified,
            tuple(self.names.get(name, name) for name in bases if name not in ("Protocol", "Generic", "TypedDict")),
            keyed="TypedDict" in bases or any(self.models.keyed(self.names.get(name, name)) for name in bases),
        )
        if isinstance(generic := bases.get("Generic"), ast.Subscript):
            variables = generic.slice.elts if isinstance(generic.slice, ast.Tuple) else [generic.slice]
            model.variables = tuple(dotted_name(one) or "" for one in variables)
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
            case ast.AnnAssign(target=ast.Name(id=label)) if lookalike:
                self.models.implied[label] = self.part(node.annotation) or Type("Any")
            case ast.AnnAssign(target=ast.Name(id=label)):
                name = f"{model.name}.{label}"
                model.members[label] = name
                self.models.attributes[name] = kind = self.part(node.annotation) or Type("Any")
                self.key(model, label, kind)
                if isinstance(node.value, ast.Constant) and node.value.value is ...:
                    model.own = (*model.own, label)
            case ast.Assign(targets=[ast.Name(id=label)]):
                dotted = dotted_name(node.value)
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
        decorators = set(map(dotted_name, node.decorator_list))
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
        if method and either and either[0][0].annotation is not None:
            raise self.fail(
                node, f"the first parameter of a method is the object: {node.name}(self, {either[0][0].arg})"
            )
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
        return Signature(name, tuple(made), self.result(node.returns), method)

    def parameter(self, arg: ast.arg, kind: str, default: ast.expr | None) -> Parameter:
        dotted = dotted_name(default) if default is not None else None
        label = "" if dotted is None else self.resolved(dotted)
        return Parameter(arg.arg, kind, self.part(arg.annotation), default is not None, label)
