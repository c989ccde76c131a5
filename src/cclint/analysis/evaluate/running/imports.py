"""What `import` binds, and the names of modules."""

from __future__ import annotations

from cclint.analysis.base.paths import Arguments
from cclint.analysis.evaluate.running.loading import Loading
from cclint.analysis.program.walking import last_name, names_used
from cclint.analysis.values.code import External, Module, Pending, is_function
from cclint.analysis.values.rope import constant, constants
from cclint.analysis.values.value import Opaque, Value
from cclint.ir import nodes as ir


class Imports(Loading):
    """`import`, and the names of modules."""

    def on_import(self, node: ir.Import) -> None:
        self.hazards += not self.importable(node)
        path = self.project.resolve(node.module, self.path, node.level)
        if node.member == "*":
            self.import_all(node, path)
            return
        self.import_names(node, path)
        if node.member is None:
            self.import_for_effects(node, path)
        elif path is not None and self.cell(self.home(node.name), node.name) == Pending(path, node.member):
            self.import_for_effects(node, self.project.submodule(path, node.member))

    def import_for_hints(self, node: ir.Branch) -> None:
        """What `if TYPE_CHECKING:` imports: it is not there when the program runs, but hints speak of it."""
        for one in node.then if last_name(node.test) == "TYPE_CHECKING" else ():
            if isinstance(one, ir.Import) and one.member != "*":
                self.import_names(one, self.project.resolve(one.module, self.path, one.level))

    def import_names(self, node: ir.Import, path: str | None) -> None:
        """Bind what an import brings; nothing of it is looked at before it is used."""
        if node.member is None:
            self.import_whole(node, path)
        elif not node.level and f"{node.module}.{node.member}" in self.models.own:
            self.store(node.name, self.library_name(f"{node.module}.{node.member}", node))
        elif path is None:
            if node.level:
                self.store(node.name, self.unknown(node, "name", node.member))
            elif (inner := self.project.resolve(f"{node.module}.{node.member}", self.path)) is not None:
                self.store(node.name, Module(inner))  # of a namespace package
            else:
                self.store(node.name, self.library_name(f"{node.module}.{node.member}", node))
        else:
            self.store(node.name, Pending(path, node.member))

    def import_for_effects(self, node: ir.Import, path: str | None) -> None:
        """A module whose name is never used is imported for what its body does to others: it registers something there."""
        scope = self.frame.scope
        if path is None or path.endswith("/") or scope.kind != "module":
            return
        if node.name not in names_used(scope):
            if path not in self.loaded and path not in self.loading:
                self.load(path)
            for name in [name for home, name in self.deferred if home == path]:
                self.define(path, name)
            self.import_module(path)

    def library_name(self, name: str, node: ir.Node) -> Value:
        return self.attribute(External(name.rpartition(".")[0]), name.rpartition(".")[2], node)

    def import_whole(self, node: ir.Import, path: str | None) -> None:
        """`import a.b` binds `a`; `import a.b as c` binds the module itself."""
        if not node.whole:
            self.store(node.name, External(self.models.canonical(node.module)) if path is None else Module(path))
            return
        top = node.module.partition(".")[0]
        home = self.project.resolve(top, self.path)
        self.store(node.name, External(top) if home is None else Module(home))

    def import_all(self, node: ir.Import, path: str | None) -> None:
        if path is None:
            for name in self.models.names(node.module):
                self.store_all(name, self.library_name(f"{node.module}.{name}", node))
            return
        self.import_module(path)
        module = self.project.module(path)
        if module is None:
            return
        names = self.exported(path, module, node)
        for name in names:
            self.store_all(name, Pending(path, name))

    def store_all(self, name: str, value: Value) -> None:
        """Bind a name that a star import brings: the scope binds it from now on."""
        self.frame.scope.locals.add(name)
        self.store(name, value)

    def exported(self, path: str, module: ir.Module, node: ir.Node) -> list[str]:
        listed = self.cell(path, "__all__")
        if listed is not None:
            found = sorted(constants(run.value for run in self.iterate(listed, node)))
            if found:
                return found
        return sorted(name for name in module.body.locals if not name.startswith("_"))

    def arrived(self, value: Value) -> Value:
        if not isinstance(value, Pending):
            return value
        seen = set()
        while isinstance(value, Pending):
            if (value.module, value.member) in seen:
                return Opaque(("import", value.module, value.member))
            seen.add((value.module, value.member))
            path, name = value.module, value.member
            value = self.given_by_module(path, name, self.found_in(path, name))
        return value

    def given_by_module(self, path: str, name: str, found: Value) -> Value:
        """What a module's own `__getattr__` gives for a name that it does not bind.
        https://docs.python.org/3/reference/datamodel.html#customizing-module-attribute-access
        """
        if found != Opaque(("import", path, name)) or not is_function(getter := self.cell(path, "__getattr__")):
            return found
        module = self.project.module(path)
        return found if module is None else self.call(getter, Arguments.of(constant(name)), module.body)

    def found_in(self, path: str, name: str) -> Value:
        """A name of a module: what a stub of the user says it is, what its body binds, or a module inside the package."""
        if described := self.models.of_user(path, name):
            return External(described)
        if not path.endswith("/"):
            self.import_module(path)
            value = self.cell(path, name)
            own = value == Pending(path, name)  # a class that is left for later, or `from . import name` of a package
            if own:
                value = self.define(path, name)
            if value is not None and not (own and value == Opaque(("import", path, name))):
                return value
        inner = self.project.submodule(path, name)
        if inner is not None:
            return Module(inner)
        module = None if path.endswith("/") else self.project.module(path)
        if module is not None:
            getter = self.cell(path, "__getattr__")
            if getter is None and any(one.member == "*" for one in module.imports):
                return External(f"{self.project.dotted(path)}.{name}")
        return Opaque(("import", path, name))

    def member(self, path: str, name: str, node: ir.Node) -> Value:
        value = self.found_in(path, name)
        if isinstance(value, Pending):
            value = self.arrived(value)
            self.write((path, name), value)
        value = self.given_by_module(path, name, value)
        if isinstance(value, Opaque) and value.trail is None:
            return value.along(self.hop(node, "name", name))
        return value

    def importable(self, node: ir.Import) -> bool:
        path = self.project.resolve(node.module, self.path, node.level)
        if path is not None:
            return True
        if node.level:
            return False
        whole = f"{node.module}.{node.member}" if node.member and node.member != "*" else node.module
        return self.models.importable(whole)

    def module_name(self) -> str:
        if self.main and self.path == self.project_entry:
            return "__main__"
        return self.project.dotted(self.path)
