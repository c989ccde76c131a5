"""The evaluator, put together, and the ways into it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Container
from collections.abc import Mapping as Table

from cclint.analysis import memory
from cclint.analysis.evaluate.abstract import Abstract
from cclint.analysis.evaluate.bounded import Bounded
from cclint.analysis.evaluate.calls import Handler
from cclint.analysis.evaluate.choosing import Choosing
from cclint.analysis.evaluate.cleaning import Cleaning
from cclint.analysis.evaluate.conditions import Conditions
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.descriptors import Descriptors
from cclint.analysis.evaluate.entering import Entering
from cclint.analysis.evaluate.expressions import Expressions
from cclint.analysis.evaluate.foreign import Foreign
from cclint.analysis.evaluate.functions import Functions
from cclint.analysis.evaluate.generators import Generators
from cclint.analysis.evaluate.handed import Handed
from cclint.analysis.evaluate.headers import Headers
from cclint.analysis.evaluate.hints import Hints
from cclint.analysis.evaluate.imports import Imports
from cclint.analysis.evaluate.injecting import Injecting
from cclint.analysis.evaluate.instances import Instances
from cclint.analysis.evaluate.items import Items
from cclint.analysis.evaluate.iterating import Iterating
from cclint.analysis.evaluate.joined import JoinedTexts
from cclint.analysis.evaluate.joining import Joining
from cclint.analysis.evaluate.lengths import Lengths
from cclint.analysis.evaluate.library import Library
from cclint.analysis.evaluate.loops import Loops
from cclint.analysis.evaluate.making import Making
from cclint.analysis.evaluate.memo import Memo
from cclint.analysis.evaluate.metaclasses import Metaclasses
from cclint.analysis.evaluate.names import Names
from cclint.analysis.evaluate.narrowing import Narrowing
from cclint.analysis.evaluate.objects import Objects
from cclint.analysis.evaluate.outside import Outside
from cclint.analysis.evaluate.overloading import Overloading
from cclint.analysis.evaluate.patterns import Patterns
from cclint.analysis.evaluate.predicates import Predicates
from cclint.analysis.evaluate.rationing import Rationing
from cclint.analysis.evaluate.repeated import Repeated
from cclint.analysis.evaluate.slicing import Slicing
from cclint.analysis.evaluate.statements import Statements
from cclint.analysis.evaluate.strings import Strings
from cclint.analysis.evaluate.unseen import Unseen
from cclint.analysis.evaluate.validating import Validating
from cclint.analysis.evaluate.waiting import Waiting
from cclint.analysis.evaluate.watching import Watching
from cclint.analysis.evaluate.writing import Writing
from cclint.analysis.heap import Instance, Sequence
from cclint.analysis.limits import Limits
from cclint.analysis.project import Project
from cclint.analysis.state import State
from cclint.analysis.trail import Trail
from cclint.analysis.value import Opaque, Ref, Value
from cclint.analysis.walking import grown
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
        self.cells_of = {}
        self.whole: Container[str] = ()
        self.deferred = {}
        self.unfinished = {}
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
