"""The evaluator, put together, and the ways into it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Container
from collections.abc import Mapping as Table

from cclint.analysis import memory
from cclint.analysis.base.core import Core
from cclint.analysis.base.invocation import Handler
from cclint.analysis.evaluate.calls.caching import Caching
from cclint.analysis.evaluate.calls.functions import Functions
from cclint.analysis.evaluate.calls.handed import Handed
from cclint.analysis.evaluate.calls.injecting import Injecting
from cclint.analysis.evaluate.calls.library import Library
from cclint.analysis.evaluate.calls.memo import Memo
from cclint.analysis.evaluate.calls.outside import Outside
from cclint.analysis.evaluate.calls.rationing import Rationing
from cclint.analysis.evaluate.calls.unseen import Unseen
from cclint.analysis.evaluate.collections.items import Items
from cclint.analysis.evaluate.collections.iterating import Iterating
from cclint.analysis.evaluate.collections.slicing import Slicing
from cclint.analysis.evaluate.collections.strings import Strings
from cclint.analysis.evaluate.conditions.branching import Conditions
from cclint.analysis.evaluate.conditions.choosing import Choosing
from cclint.analysis.evaluate.conditions.joined import JoinedTexts
from cclint.analysis.evaluate.conditions.lengths import Lengths
from cclint.analysis.evaluate.conditions.narrowing import Narrowing
from cclint.analysis.evaluate.conditions.patterns import Patterns
from cclint.analysis.evaluate.conditions.predicates import Predicates
from cclint.analysis.evaluate.conditions.repeated import Repeated
from cclint.analysis.evaluate.mail.foreign import Foreign
from cclint.analysis.evaluate.mail.headers import Headers
from cclint.analysis.evaluate.objects.abstract import Abstract
from cclint.analysis.evaluate.objects.attributes import Objects
from cclint.analysis.evaluate.objects.bounded import Bounded
from cclint.analysis.evaluate.objects.cleaning import Cleaning
from cclint.analysis.evaluate.objects.descriptors import Descriptors
from cclint.analysis.evaluate.objects.hints import Hints
from cclint.analysis.evaluate.objects.instances import Instances
from cclint.analysis.evaluate.objects.making import Making
from cclint.analysis.evaluate.objects.metaclasses import Metaclasses
from cclint.analysis.evaluate.objects.overloading import Overloading
from cclint.analysis.evaluate.objects.validating import Validating
from cclint.analysis.evaluate.objects.writing import Writing
from cclint.analysis.evaluate.running.entering import Entering
from cclint.analysis.evaluate.running.expressions import Expressions
from cclint.analysis.evaluate.running.generators import Generators
from cclint.analysis.evaluate.running.imports import Imports
from cclint.analysis.evaluate.running.joining import Joining
from cclint.analysis.evaluate.running.loops import Loops
from cclint.analysis.evaluate.running.names import Names
from cclint.analysis.evaluate.running.raising import Raising
from cclint.analysis.evaluate.running.rebinding import Rebinding
from cclint.analysis.evaluate.running.statements import Statements
from cclint.analysis.evaluate.running.waiting import Waiting
from cclint.analysis.evaluate.running.watching import Watching
from cclint.analysis.limits import Limits
from cclint.analysis.program.project import Project
from cclint.analysis.program.walking import grown
from cclint.analysis.values.heap import Instance, Sequence
from cclint.analysis.values.state import State
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import Opaque, Ref, Value
from cclint.ir import nodes as ir
from cclint.models.library import Models


class Machine(
    Watching,
    Waiting,
    Unseen,
    Library,
    Outside,
    Rationing,
    Functions,
    Caching,
    Generators,
    Injecting,
    Abstract,
    Handed,
    Making,
    Metaclasses,
    Instances,
    Validating,
    Bounded,
    Hints,
    Objects,
    Writing,
    Cleaning,
    Overloading,
    Descriptors,
    Items,
    Iterating,
    Imports,
    Conditions,
    Headers,
    Foreign,
    Joining,
    JoinedTexts,
    Narrowing,
    Lengths,
    Predicates,
    Patterns,
    Loops,
    Repeated,
    Entering,
    Raising,
    Rebinding,
    Statements,
    Expressions,
    Choosing,
    Slicing,
    Strings,
    Names,
    Core,
):
    """The abstract interpreter.

    The order of the bases puts those that do something in front of those that only declare that somebody does.
    """

    def __init__(
        self,
        project: Project,
        models: Models,
        limits: Limits,
        handlers: Table[str, Handler],
        decorators: Table[str, object],
    ) -> None:
        super().__init__(project, models, limits)
        self.handlers = handlers
        self.decorators = decorators  # type: ignore[assignment]
        self.memo = Memo()
        self.joined: dict[object, object] = {}
        self.sources = {}
        self.loaded: dict[str, State] = {}
        self.effects = {}
        self.rebound = {}
        self.cached_calls = {}
        self.beyond = set()
        self.cells_of = {}
        self.whole: Container[str] = ()
        self.deferred = {}
        self.unfinished = {}
        self.costly = set()
        self.inside = 0
        self.defined = {}
        self.loading: set[str] = set()
        self.broken_off: list[tuple[str, BaseException]] = []
        self.poor: list[str] = []
        self.calls_running: list[tuple[object, ...]] = []
        self.main = False
        self.project_entry = ""
        self.overspent: dict[int, int] = {}
        self.dropped = 0
        self.too_dear: dict[int, ir.Function] = {}
        self.depth = limits.depth
        self.terse: int | None = None
        self.given: Counter[int] = Counter()
        self.foreign = {}
        self.completed: set[int] = set()
        self.ration = limits.steps  # what the entry that is being evaluated may take
        self.taken = 0  # what all of them have taken together
        self.deadline = 0.0  # by the clock of the thread
        self.glance = 0.0  # by that on the wall: there is no need to ask for the other one before
        self.seconds = limits.seconds
        self.ceiling_of_memory = float("inf")  # megabytes of the process beyond which the present file takes too much
        self.swollen = False
        self.hurried = False

    def handlers_by_name(self) -> Table[str, object]:
        return self.handlers

    def start(self, state: State) -> None:
        """Begin an entry: a budget of its own, and a state to begin with."""
        self.state = state.fork()
        self.steps = 0
        self.swollen = False
        self.ceiling = self.ration
        self.deadline = time.thread_time() + self.seconds
        self.glance = time.perf_counter() + self.seconds
        self.stack = []
        self.assumptions = ()
        self.sources.clear()  # of the entry before
        self.running = ()
        self.width = 1
        self.calls_running = []

    def late(self) -> bool:
        if not self.steps & 0xFF and memory.taken() > self.ceiling_of_memory:
            self.swollen = True
        # The wall's clock goes at least as fast as the thread's, which only the system can tell.
        late = self.swollen or (time.perf_counter() > self.glance and time.thread_time() > self.deadline)
        self.hurried |= late
        return late

    def appended(self, value: Value, target: Ref, node: ir.Node) -> Value:
        """An element with a hop that says where, and to a collection of what age, it was added."""
        if value.trail is None and not isinstance(value, Opaque):
            return value
        record = self.record(target)
        born = record.born if isinstance(record, (Sequence, Instance)) else ()
        trail = Trail(
            self.path, node.at, "appended", (grown(node), str(target.id)), value.trail, loops=self.running, base=born
        )
        return value.along(trail)
