"""The signatures of an installed library, read without importing it: only the modules that are asked for are parsed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Function = ast.FunctionDef | ast.AsyncFunctionDef


def unpacked(folder: Path, name: str, version: str) -> Path:
    """One release of a distribution, without what it depends on, in a folder of its own."""
    found = folder / f"{name}-{version}"
    if not (found / ".ready").exists():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--no-deps",
            "--no-compile",
            "--ignore-requires-python",
        ]
        subprocess.run(
            [*command, "--upgrade", "--target", found, f"{name}=={version}"], check=True, capture_output=True
        )
        (found / ".ready").touch()
    return found


@dataclass(frozen=True)
class Found:
    """A class or function, and the module that it stands in."""

    node: ast.ClassDef | Function
    module: str
    of_class: bool = False


class Library:
    """Several distributions side by side."""

    def __init__(self, folders: list[Path]) -> None:
        self.folders = folders

    @cache  # noqa: B019 (a library lives as long as a test)
    def parsed(self, module: str) -> tuple[ast.Module, bool] | None:
        """A module, and whether it is a package."""
        for folder in self.folders:
            path = folder.joinpath(*module.split("."))
            for file, package in ((path / "__init__.py", True), (path.with_suffix(".py"), False)):
                if file.exists():
                    try:
                        return ast.parse(file.read_bytes()), package
                    except SyntaxError:
                        return None
        return None

    def find(self, qualified: str) -> Found | None:
        """A function, class or method by its name; methods may be inherited."""
        head, _, name = qualified.rpartition(".")
        if self.parsed(head) is not None:
            return self.in_module(head, name)
        module, _, cls = head.rpartition(".")
        owner = self.in_module(module, cls) if module else None
        return self.method(owner, name) if owner is not None else None

    def in_module(self, module: str, name: str, depth: int = 0) -> Found | None:
        """What a module offers under a name, wherever it comes from."""
        parsed = self.parsed(module)
        if parsed is None or depth > 6:
            return None
        tree, package = parsed
        for node in statements(tree.body):
            match node:
                case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef() if node.name == name:
                    return Found(node, module)
                case ast.Assign(targets=[ast.Name(id=label)], value=ast.Name(id=other)) if label == name:
                    return self.in_module(module, other, depth + 1)
                case ast.ImportFrom():
                    origin = absolute(node, module, package=package)
                    for alias in node.names:
                        if (alias.asname or alias.name) == name and origin != module:
                            return self.in_module(origin, alias.name, depth + 1)
                        if alias.name == "*" and (found := self.in_module(origin, name, depth + 1)) is not None:
                            return found
        return None

    def method(self, owner: Found, name: str, depth: int = 0) -> Found | None:
        """A method of a class, its own or inherited."""
        if not isinstance(owner.node, ast.ClassDef) or depth > 6:
            return None
        for node in statements(owner.node.body):
            if isinstance(node, Function) and node.name == name and not overloads(node):
                return Found(node, owner.module, of_class=True)
        for base in owner.node.bases:
            label = base.id if isinstance(base, ast.Name) else base.attr if isinstance(base, ast.Attribute) else ""
            found = self.in_module(owner.module, label)
            inherited = self.method(found, name, depth + 1) if found is not None else None
            if inherited is not None:
                return inherited
        return None


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a body, those under `if` and `try` included; the last definition of a name counts."""
    for node in reversed(list(body)):
        if isinstance(node, (ast.If, ast.Try)):
            handlers = [one for handler in getattr(node, "handlers", ()) for one in handler.body]
            yield from statements([*handlers, *node.orelse, *node.body])
        else:
            yield node


def absolute(node: ast.ImportFrom, module: str, *, package: bool) -> str:
    """The module that an import names."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def overloads(node: Function) -> bool:
    return any("overload" in ast.unparse(one) for one in node.decorator_list)


@dataclass(frozen=True)
class Given:
    """What can be given to a function, without `self`: names, those with a place, and whether it takes anything."""

    names: frozenset[str]
    places: dict[str, int]
    anything: bool


def given(found: Found) -> Given:
    """The parameters of a function; the fields of a class without a constructor."""
    if isinstance(found.node, ast.ClassDef):
        fields = [
            node.target.id
            for node in found.node.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        ]
        return Given(frozenset(fields), {}, anything=not fields)
    args = found.node.args
    bound = found.of_class and not any("staticmethod" in ast.unparse(one) for one in found.node.decorator_list)
    placed = [one.arg for one in [*args.posonlyargs, *args.args]]
    if bound and placed and placed[0] in ("self", "cls"):  # the methods of zope's interfaces have none
        placed = placed[1:]
    names = frozenset([*placed, *(one.arg for one in args.kwonlyargs)])
    anything = args.kwarg is not None or args.vararg is not None
    return Given(names, {name: number for number, name in enumerate(placed)}, anything)
