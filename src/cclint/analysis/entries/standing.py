"""Objects and classes that modules hold, and that functions set up by calling their methods: `CONFIG.load(path)`.

A module leaves such an object as it was made: not loaded, not connected, with nobody in it. By the time that a function is
called from out of sight, others have set it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from cclint.analysis.entries.lending import brought, called, given
from cclint.analysis.entries.naming import Naming, indexed
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.program.walking import filled_names, last_name, self_attributes, walk
from cclint.analysis.relevance.functions import Tests
from cclint.analysis.values.classes import ClassInfo
from cclint.analysis.values.code import COROUTINE, Bound, Class, Func, Module
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join
from cclint.analysis.values.value import Opaque, Ref, Value
from cclint.ir import nodes as ir

MOST: Final = 4
"""Functions that are called for what they set up; more would take long."""
MAKING: Final = frozenset({"__init__", "__new__", "__del__", "__init_subclass__", "__set_name__"})
FILES: Final = 12
"""Files that are looked at for who calls a method of an object."""
Object: TypeAlias = Ref | Class
Cell: TypeAlias = tuple[int, str]


class Setting(NamedTuple):
    """A method that sets attributes which nothing has been put into so far.

    Parameters
    ----------
    owner: the object that has it, or the class whose class method it is; or what makes one object and gives it to everybody.
    method: its name; "" where calling the owner is what gives the object.
    cells: the attributes.
    onward: the methods that must be called on what it gives, where that is what matters.
    """

    owner: Value
    method: str
    cells: frozenset[Cell]
    onward: frozenset[str] = frozenset()


class Due(NamedTuple):
    """Something to be called before a function is.

    Parameters
    ----------
    target: what is called; with how many of its first parameters it is given.
    cells: the attributes that it may set, of which nothing is known where it does not come to its end.
    """

    target: Func | Bound
    own: int
    cells: frozenset[Cell]


class Standing:
    """The objects of one run's modules.

    Parameters
    ----------
    machine: the evaluator.
    tests: tells the paths of test code, which sets up nothing for others.
    naming: what names stand for.
    """

    def __init__(self, machine: Machine, tests: Tests, naming: Naming) -> None:
        self.machine = machine
        self.tests = tests
        self.naming = naming

    def setting_up(
        self, found: Iterable[tuple[str, str, Value]], users: list[ir.Function]
    ) -> tuple[list[Due], set[Cell]]:
        """What is to be called before functions are, and the attributes that are set by somebody of whom no more is known.

        Parameters
        ----------
        found: what the functions name: the path, the name there, and what it stands for.
        users: the functions.
        """
        mentioned = {name for one in users for name in one.taken}
        names: dict[Value, dict[tuple[str, str], None]] = {}
        for home, name, value in found:
            info = self.info(value)
            if info is not None or (isinstance(value, Func) and value.scope.outer):
                names.setdefault(value, {}).update(dict.fromkeys([(home, name), *self.also_called(value, info)]))
        dues: list[Due] = []
        left: set[Cell] = set()
        for value, places in names.items():
            for one in [*self.settings(value, mentioned), *self.makers(value, mentioned)]:
                callers = [Due(caller, 0, one.cells) for caller in self.callers(one, places, users)]
                method = self.method(one) if not callers and not one.onward else None
                if method is not None and self.is_called(one.method):
                    left |= one.cells
                elif method is not None:
                    callers = [Due(method, 1, one.cells)]
                dues += callers
        return dues[:MOST], left.union(*(one.cells for one in dues[MOST:]))

    def leave_open(self, cells: Iterable[Cell], node: ir.Node) -> None:
        """Attributes may hold what is not known, but for collections in which there is something: that is what they hold."""
        machine = self.machine
        for owner, name in sorted(cells):
            value = machine.cell(owner, name)
            record = machine.record(value) if value is not None else None
            if not (isinstance(record, (Sequence, Mapping)) and record.is_filled):
                unknown = Opaque(("attribute", owner, name), trail=machine.hop(node, "name", name))
                machine.state.set((owner, name), join(value, unknown) if value is not None else unknown)

    def info(self, value: Value) -> ClassInfo | None:
        """What is known of the class of an object, or of a class, of the project."""
        record = self.machine.record(value)
        cls = record.cls if isinstance(record, Instance) else value
        return self.machine.classes.get(cls.id) if isinstance(cls, Class) else None

    # What sets up an object

    def settings(self, value: Value, mentioned: set[str]) -> Iterator[Setting]:
        """The methods of an object that set what those use that are called on it."""
        info = self.info(value)
        if info is None or not isinstance(value, (Ref, Class)):
            return
        methods = self.methods(info)
        used = {name for name in methods if name in mentioned or _is_special(name)}
        self.close(used, methods)
        attributes = {*mentioned, *(name for one in used for name in self_attributes(methods[one]))}
        unset = {name for name in attributes - methods.keys() if self.is_unset(value, info, name)}
        for name in sorted(methods.keys() - used - MAKING) if unset else ():
            reached = {name}
            self.close(reached, methods)
            changed = {each for inner in reached for each in _set_by(methods[inner])} & unset
            if changed and self.is_of(value, info, name):
                yield Setting(value, name, frozenset((value.id, each) for each in changed))

    def makers(self, value: Value, mentioned: set[str]) -> Iterator[Setting]:
        """What gives the one object that there is, to others too, which set it up: `Config.instance().load(path)`."""
        info = self.info(value) if isinstance(value, Class) else None
        known = [info] if info is not None else []
        if isinstance(value, Func):
            known += [one for one in self.machine.classes.values() if one.name in value.scope.mentions]
        setters = {
            name
            for one in known
            for name, method in self.methods(one).items()
            if name not in MAKING and _set_by(method)
        }
        onward = frozenset(setters - mentioned)
        if not onward:
            return
        if info is None:
            yield Setting(value, "", frozenset(), onward)
            return
        for name, method in sorted(self.methods(info).items()):
            if name in mentioned and _set_by(method) and self.is_of(value, info, name):
                yield Setting(value, name, frozenset(), onward)

    def methods(self, info: ClassInfo) -> dict[str, ir.Function]:
        """The methods of a class, its bases' included, by name."""
        known = self.machine.classes
        scopes = [known[one.id].scope for one in info.order if isinstance(one, Class) and one.id in known]
        return {one.name: one for scope in reversed(scopes) for one in scope.inner if one.kind == "function"}

    def close(self, names: set[str], methods: dict[str, ir.Function]) -> None:
        """Add the methods that methods call on the same object."""
        pending = [*names]
        while pending:
            inner = methods[pending.pop()].selves & methods.keys() - names
            names |= inner
            pending += inner

    def is_of(self, value: Value, info: ClassInfo, name: str) -> bool:
        """Whether a method is called on an object, or on a class itself."""
        held = self.machine.in_order(info.order, name)
        if not isinstance(held, Func) or held.kind not in ("function", COROUTINE, "class"):
            return False
        return isinstance(value, Ref) or held.kind == "class"

    def is_unset(self, value: Object, info: ClassInfo, name: str) -> bool:
        """Whether an attribute holds nothing yet, or is not there, or is a collection, to which something may be added."""
        machine = self.machine
        held = machine.cell(value.id, name) or machine.in_order(info.order, name)
        record = machine.record(held) if isinstance(held, Ref) else None
        return held is None or isinstance(record, (Sequence, Mapping)) or machine.truth(held) is False

    def method(self, setting: Setting) -> Bound | None:
        """A method as it is called by somebody."""
        info = self.info(setting.owner)
        held = self.machine.in_order(info.order, setting.method) if info is not None else None
        return Bound(held, setting.owner) if isinstance(held, Func) else None

    # Who sets it up

    def also_called(self, value: Value, info: ClassInfo | None) -> list[tuple[str, str]]:
        """The names that the module of a class has for an object of it."""
        module = self.machine.project.module(info.scope.path) if info is not None else None
        if module is None:
            return []
        path = module.path
        return [(path, name) for name in sorted(module.body.locals) if self.machine.cell(path, name) == value]

    def is_called(self, name: str) -> bool:
        """Whether somebody in sight calls a method of that name on anything but itself."""
        pattern = rf"(?<!\bself)(?<!\bcls)(?<!\))\.{re.escape(name)}\s*\("
        return any(not self.tests(path) for path in self.holding(pattern, name))

    def holding(self, pattern: str, word: str) -> list[str]:
        return self.machine.project.holding(re.compile(pattern.encode()), word.encode())

    def callers(self, setting: Setting, names: Iterable[tuple[str, str]], users: list[ir.Function]) -> Iterator[Func]:
        """The functions that call a method of an object which modules have under names."""
        for path in islice(self.around(setting, names), FILES):
            module = self.machine.project.module(path) if not self.tests(path) else None
            functions = indexed(module.body)[0] if module is not None else []
            asked = [one for one in functions if one not in users and self.may_call(one, setting)]
            if module is None or not asked:
                continue
            self.machine.import_module(path)
            for one in asked:
                if self.calls(path, one, setting):
                    yield from self.naming.callable_as(path, module.body, one)

    def around(self, setting: Setting, names: Iterable[tuple[str, str]]) -> Iterator[str]:
        """The files in which somebody may call a method of an object that modules have under names: its own first."""
        homes = dict.fromkeys(home for home, _ in names)
        yield from homes
        seen = set(homes)
        for _, name in names:
            word = re.escape(name)
            here = {*self.holding(rf"\b{word}\b", name)}
            for method in sorted(setting.onward or {setting.method}):
                calling = [path for path in self.holding(rf"\.{re.escape(method)}\s*\(", method) if path in here]
                given_on = [] if setting.onward else self.holding(rf"\b{word}\s*[,)]", name)
                for path in (*calling, *given_on):
                    if path not in seen:
                        seen.add(path)
                        yield path

    def may_call(self, function: ir.Function, setting: Setting) -> bool:
        """Whether a function calls a method of that name, or gives something to a function, whatever it is."""
        wanted = setting.onward or {setting.method}
        return any(not wanted.isdisjoint(chain[1:]) for chain in _chains(function)) or (
            not setting.onward and bool(given(function))
        )

    def calls(self, path: str, function: ir.Function, setting: Setting) -> bool:
        """Whether a function calls a method of an object, or gives the object to a function that does."""
        for chain in _chains(function):
            if _leads_to(chain, setting) and self.stands_for(path, function, chain, setting.owner):
                return True
        for by, place, value in given(function) if not setting.onward else ():
            names = (value.id,) if isinstance(value, ir.Name) else (last_name(value.value), value.name)
            if self.stands_for(path, function, names, setting.owner):
                helper = called(self.machine, path, by)
                if helper is not None and _calls_on(helper, place, setting.method):
                    return True
        return False

    def stands_for(self, path: str, function: ir.Function, names: tuple[str, ...], owner: Value) -> bool:
        """Whether names, `variable` or `module.variable`, stand for an object in a function."""
        naming, first = self.naming, names[0]
        if first in function.locals:
            home, member = brought(self.machine, path, first)
            value = naming.value(home, member, function) if home is not None and member else None
        else:
            value = naming.value(path, first, function) if self.machine.cell(path, first) is not None else None
        if isinstance(value, Module) and len(names) > 1:
            value = naming.value(value.path, names[1], function)
        return value == owner


def _leads_to(chain: tuple[str, ...], setting: Setting) -> bool:
    """Whether names that are called one after the other have a method among them, and one of those that must come after it."""
    later = chain[1:]
    if setting.method:
        if setting.method not in later:
            return False
        later = later[later.index(setting.method) + 1 :]
    return not setting.onward or not setting.onward.isdisjoint(later)


def _is_special(name: str) -> bool:
    """Whether Python calls a method by itself: `__getitem__`."""
    return name.startswith("__") and name.endswith("__") and name not in MAKING


@lru_cache(maxsize=4096)
def _set_by(method: ir.Function) -> frozenset[str]:
    """The attributes of its first parameter that a method binds, or adds something to."""
    own = method.parameters[0].name if method.parameters else ""
    return frozenset(names[1] for names in filled_names(method) if names[0] == own and len(names) > 1)


@lru_cache(maxsize=4096)
def _chains(function: ir.Function) -> frozenset[tuple[str, ...]]:
    """The names that a function calls methods of, with all that it takes from them: `config.instance().load(path)`."""
    nodes = list(walk(function.body))
    short: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        if isinstance(node, ir.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ir.Name):
            short[node.targets[0].id] = _chain(node.value)
    found = set()
    for node in nodes:
        if isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute) and (chain := _chain(node.function)):
            found.add((*(short.get(chain[0]) or chain[:1]), *chain[1:]))
    return frozenset(found)


def _chain(node: object) -> tuple[str, ...]:
    """A name and what is taken from it; nothing for anything else."""
    names = []
    while isinstance(node, (ir.Attribute, ir.Call)):
        names += [node.name] if isinstance(node, ir.Attribute) else []
        node = node.value if isinstance(node, ir.Attribute) else node.function
    return (node.id, *reversed(names)) if isinstance(node, ir.Name) else ()


def _calls_on(function: ir.Function, place: int | str, name: str) -> bool:
    """Whether a function calls a method of one of its parameters, given by its number or its name."""
    if isinstance(place, int):
        place = function.parameters[place].name if place < len(function.parameters) else ""
    return any(chain[0] == place and name in chain[1:] for chain in _chains(function))
