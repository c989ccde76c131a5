"""The machine's memory: what every part of the evaluator builds on.

The evaluator is one class in several files, a file for each concern; `interface.py` says what the parts offer each
other, and `Machine` in `machine.py` puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cclint.analysis.base.interface import Interface
from cclint.analysis.base.paths import DEAD, Activation, Assumption, DivergesError, Raised, SpentError, Test
from cclint.analysis.limits import Limits
from cclint.analysis.values.code import Frame
from cclint.analysis.values.count import ONE, Count
from cclint.analysis.values.heap import Content, Instance, Mapping, Record, Sequence
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import text
from cclint.analysis.values.state import Key, State, join_contents, join_states
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Opaque, Ref, Runs, Value, alternatives
from cclint.ir import nodes as ir
from cclint.ir.types import Type

if TYPE_CHECKING:
    from cclint.analysis.base.pending import PendingSend
    from cclint.analysis.program.project import Project
    from cclint.analysis.results import Known
    from cclint.analysis.values.classes import ClassInfo
    from cclint.analysis.values.code import Class
    from cclint.models.library import Models


STANDARD_OUTPUT: Final = ("", "sys.stdout")
"""The cell of what a program has put in the place of its standard output."""


class Parting:
    """A context in which a state stays as it is."""

    __slots__ = ("base",)

    def __init__(self, base: State) -> None:
        self.base = base

    def __enter__(self) -> State:
        self.base.pins += 1
        return self.base

    def __exit__(self, *failure: object) -> None:
        self.base.pins -= 1


Seen = TypeVar("Seen")


class Core(Interface):
    """State and services of the evaluator."""

    def __init__(self, project: Project, models: Models, limits: Limits) -> None:
        self.project = project
        self.models = models
        self.limits = limits
        self.state = State()
        self.base: dict[Key, Content] = {}  # what finished modules hold
        self.suspended: list[State] = []  # of modules whose body is waiting for another one's
        self.activation = Activation(Frame("", ir.Function((1, 1, 1, 1), "", ""), None))
        self.stack: list[Activation] = []
        self.running: tuple[int, ...] = ()  # the loops that are running, the outermost first
        self.single: tuple[int, ...] | None = None  # the loops of which one round is being joined with none
        self.serial = 0
        self.number = 0
        self.sites: dict[int, tuple[Any, ...]] = {}
        self.summaries: dict[tuple[Any, ...], int] = {}
        self.shared: set[int] = set()  # objects that stand for several
        self.tentative: set[int] = set()  # objects that are only there where a mapping had nothing under a key
        self.classes: dict[int, ClassInfo] = {}
        self.in_making: list[Class] = []  # classes whose metaclass is being asked to make them
        self.sends: list[PendingSend] = []
        self.standing: dict[int, PendingSend] = {}  # by id: those of modules' bodies, which are not evaluated again
        self.plural: dict[Any, Trail | None] = {}  # unknown values that are used as lists
        self.left_behind: set[tuple[int, int]] = set()  # loops, and lists that they begin anew or empty
        self.parted: set[Any] = set()  # those of them that are texts, which a program takes apart at commas
        self.reached: set[int] = set()
        self.twins: dict[int, int] = {}  # objects that are others, as some of the paths know them
        self.views: dict[int, Ref] = {}  # dictionaries that are the attributes of an object
        self.concretes: dict[int, list[Class]] = {}  # the classes that make an abstract one concrete
        self.injections = 0  # dependencies that are being filled in, one within the other
        self.planted: dict[str, tuple[str, str]] = {}  # classes of what is put on something of a framework, by name
        self.strangers: set[int] = set()  # instances that were made out of sight
        self.entrusted: dict[int, dict[int, State]] = {}  # by class, the objects that code out of sight was handed
        self.measured: dict[Any, ir.Expression] = {}  # what the lengths are of that have names
        self.tests: dict[Any, Test] = {}  # the conditions that have names
        self.outside: Callable[[str], bool] | None = None  # tells test code, where it is out of sight who has called
        self.operands: dict[int, tuple[ir.Expression, Value]] = {}  # what was compared when it was evaluated
        self.forks = 0
        self.assumptions: tuple[Assumption, ...] = ()  # the conditions whose outcomes are held apart
        self.demanding = False  # whether the condition that is asked for is one that the program insists on
        self.repeats: dict[tuple[int, int], tuple[ir.Block, int]] = {}  # where blocks ask for a condition again
        self.patient = True  # whether who finds a queue empty waits for others to fill it
        self.aside = 0  # how many calls are running that somebody else makes
        self.starved = 0  # how often a queue was found empty that others fill
        self.hazards = 0  # operations so far that may have raised something
        self.scarce = 0  # calls so far that were left out since the entry had too few steps for them
        self.steps = 0
        self.ceiling = limits.steps
        self.width = 1  # how many rounds of loops are being written out
        self.watched: tuple[str, int] | None = None  # a line of a file: what is known there is noted
        self.noted: list[Known] = []
        self.reveals: list[tuple[ir.Node, str, str]] = []

    def taken_apart(self, value: Value) -> None:
        """What is not known of a text is several addresses, for a program takes it apart as such."""
        for one in alternatives(value):
            if isinstance(one, Opaque):
                self.plural.setdefault(one.key, one.trail)
                self.parted.add(one.key)

    # Places and trails

    @property
    def frame(self) -> Frame:
        return self.activation.frame

    @property
    def path(self) -> str:
        return self.activation.frame.scope.path

    def hop(
        self, node: ir.Node, what: str, *detail: str, prev: Trail | None = None, also: Trail | None = None
    ) -> Trail:
        """A new hop of a trail, at a node of the file that is being evaluated."""
        return Trail(self.path, node.at, what, detail, prev, also, self.running)

    def unknown(
        self,
        node: ir.Node,
        what: str,
        *detail: str,
        type: Type | None = None,
        count: Count = ONE,
        key: Any = None,
    ) -> Opaque:
        """Something that is not known, with the node as its root."""
        identity = (self.path, node.at, what, detail) if key is None else key
        return Opaque(identity, type, count, born=self.running, trail=self.hop(node, what, *detail))

    def constant_text(self, content: str, node: ir.Node) -> Value:
        return text(content, self.hop(node, "literal", f"“{content}”") if "@" in content else None)

    # Memory

    def live(self) -> bool:
        """Whether some path gets here."""
        return self.state is not DEAD

    def read(self, key: Key) -> Content | None:
        """A cell of the state, or of a module that is finished or waiting."""
        content = self.state.get(key)
        return self.read_elsewhere(key) if content is None else content

    def read_elsewhere(self, key: Key) -> Content | None:
        """A cell of a module that is finished or waiting."""
        content = self.base.get(key)
        if content is None:
            for state in reversed(self.suspended):
                content = state.get(key)
                if content is not None:
                    break
        return content

    def write(self, key: Key, content: Content | None) -> None:
        """Put something into a cell; one of an object that stands for several keeps what it held as well."""
        owner = key if isinstance(key, int) else key[0]
        if owner in self.shared and content is not None:
            content = join_contents(self.read(key), content)
        self.state.set(key, content)

    def abandons(self, number: int) -> None:
        """A list is emptied, or a name gets another one: what was added to it so far is not added to any more."""
        self.left_behind.update((loop, number) for loop in self.running)

    def cell(self, owner: int | str, name: str) -> Value | None:
        key = (owner, name)
        content = self.state.get(key)
        if content is None:
            content = self.read_elsewhere(key)
        return content if isinstance(content, Value) else None

    def is_left_empty(self, value: Value) -> bool:
        """Whether a dictionary is one that a module has made, and in which nobody in sight has put anything: who calls from out
        of sight may find something in it, as in a registry.
        """
        record = self.record(value) if self.outside is not None else None
        native = record.native if isinstance(record, Instance) else record
        if not isinstance(value, Ref) or not isinstance(native, Mapping) or native.entries or native.rest is not None:
            return False
        return native.factory is None and native.kind == "dict" and self.sites.get(value.id, (False,))[-1] is True

    def record(self, value: Value) -> Record | None:
        """The record of the object that a reference leads to."""
        if not isinstance(value, Ref):
            return None
        content = self.state.get(value.id)
        if content is None:
            content = self.read_elsewhere(value.id)
        return content if isinstance(content, Record) else None

    def allocate(self, site: Any) -> int:
        """A number for a new object; `site` says where it is made."""
        self.number += 1
        self.sites[self.number] = (site, self.frame.scope.path, self.frame.scope.at, self.outside is None)
        return self.number

    def new(self, record: Record, node: ir.Node, trail: Trail | None = None) -> Ref:
        """A new object of the heap."""
        number = self.allocate((node.at, type(record).__name__))
        record.born = self.running
        self.state.set(number, record)
        return Ref(number, trail)

    def new_list(self, runs: Runs, node: ir.Node, trail: Trail | None = None, kind: str = "list") -> Ref:
        return self.new(Sequence(kind, runs), node, trail)

    # Paths

    def join(self, base: State, states: Iterable[State]) -> State:
        """The state where paths meet that parted at `base`."""
        joined = join_states(base, [state for state in states if state is not DEAD])
        return DEAD if joined is None else joined

    def parting(self) -> Parting:
        """A place where paths part: the state there, which stays as it is until they have met again."""
        self.state = self.state.compact()
        return Parting(self.state)

    def either(self, paths: Iterable[Callable[[], Value]]) -> Value:
        """Evaluate alternatives, each in the present state, and join what comes of them.

        Raises
        ------
        DivergesError: none of them comes to an end.
        """
        value: Value | None = None
        with self.parting() as base:
            states = []
            for path in paths:
                self.state = base.fork()
                try:
                    found = path()
                except DivergesError:
                    continue
                states.append(self.state)
                value = found if value is None else join(value, found)
            self.state = self.join(base, states)
        if value is None:
            raise DivergesError
        return value

    def aside_in(self, frame: Frame, look: Callable[[], Seen]) -> Seen | None:
        """Look at something as if it stood in a frame, such as a hint, which changes nothing; None where it always raises."""
        caller, self.activation = self.activation, Activation(frame)
        state, self.state = self.state, self.state.fork()
        try:
            return look()
        except DivergesError:
            return None
        finally:
            self.activation, self.state = caller, state

    def attempted(self, action: Callable[[], Value]) -> tuple[Value | None, list[State]]:
        """Evaluate something, and catch what it raises: its value, None where it always raises, and the states in which
        it has raised. The present state is the one in which it has not.
        """
        caught: list[Raised] = []
        self.activation.handlers.append(caught)
        try:
            value = action()
        except DivergesError:
            value = None
        finally:
            self.activation.handlers.pop()
        return value, [one.state for one in caught if one.state is not DEAD]

    def raises(self, value: Value | None) -> None:
        """The present path ends in an exception."""
        collector = self.activation.handlers[-1] if self.activation.handlers else self.activation.raises
        collector.append(Raised(value, self.state))
        self.state = DEAD

    def step(self) -> None:
        """Count one statement or call against the budget.

        Raises
        ------
        SpentError: it is used up.
        """
        self.steps += 1
        if self.steps > self.ceiling or (self.steps & 0x1F == 0 and self.late()):
            raise SpentError

    def late(self) -> bool:
        """Whether the entry's time is over."""
        raise NotImplementedError
