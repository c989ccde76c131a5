"""What runs a program: expressions, statements, names, modules, loops, and who waits; declarations only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from cclint.analysis.base.paths import Loop
from cclint.analysis.values.code import Func, Partial
from cclint.analysis.values.heap import Generator
from cclint.analysis.values.state import State
from cclint.analysis.values.value import Ref, Runs, Value
from cclint.ir import nodes as ir


class RunOffers:
    """Expressions, statements, names, modules, loops, and who waits."""

    def expression(self, node: ir.Expression) -> Value:
        raise NotImplementedError

    def statement(self, node: ir.Statement) -> None:
        raise NotImplementedError

    def block(self, statements: ir.Block) -> None:
        raise NotImplementedError

    def executed(self, statements: ir.Block, index: int) -> int:
        """Execute a statement of a block, and those that go together with it: the index behind them."""
        raise NotImplementedError

    def watched_over(self, statements: ir.Block, index: int) -> int:
        """Execute a statement inside of a `try`, as `executed` does."""
        raise NotImplementedError

    def assign(self, target: ir.Expression, value: Value, site: ir.Node | None = None) -> None:
        raise NotImplementedError

    def left_by_others(self, path: str, name: str, value: Value, node: ir.Node) -> Value:
        """What a variable of a module holds by now, if that is what the module's body has left in it."""
        raise NotImplementedError

    def remove(self, target: ir.Expression) -> None:
        raise NotImplementedError

    def lookup(self, name: str, node: ir.Node) -> Value:
        raise NotImplementedError

    def home(self, name: str) -> int | str:
        """The owner of the cell in which a name lives, seen from the present scope."""
        raise NotImplementedError

    def store(self, name: str, value: Value | None) -> None:
        raise NotImplementedError

    def annotated(self, name: str, annotation: ir.Expression) -> None:
        """A class's body has a name with a hint."""
        raise NotImplementedError

    def function_value(self, function: ir.Function) -> Func:
        raise NotImplementedError

    def module_name(self) -> str:
        raise NotImplementedError

    def special(self, name: str) -> Value:
        """A name that every module has, or that Python itself offers."""
        raise NotImplementedError

    def import_for_hints(self, node: ir.Branch) -> None:
        """What `if TYPE_CHECKING:` imports."""
        raise NotImplementedError

    def import_module(self, path: str) -> None:
        """Make sure that a module of the project has been evaluated."""
        raise NotImplementedError

    def store_all(self, name: str, value: Value) -> None:
        """Bind a name that a star import brings: the scope binds it from now on."""
        raise NotImplementedError

    def importable(self, node: ir.Import) -> bool:
        """Whether an import is known to succeed."""
        raise NotImplementedError

    def member(self, path: str, name: str, node: ir.Node) -> Value:
        """A name of a module of the project."""
        raise NotImplementedError

    def arrived(self, value: Value) -> Value:
        """What an import has brought, now that it is asked for."""
        raise NotImplementedError

    def rounds(self, runs: Runs, turn: Callable[[Value], None], otherwise: ir.Block = ()) -> None:
        """Take a turn for each element, to a fixed point where their number is not known."""
        raise NotImplementedError

    def looping(self) -> AbstractContextManager[tuple[State, Loop]]:
        raise NotImplementedError

    def pushed(self, iterable: Value, node: ir.For, turn: Callable[[Value], None]) -> bool:
        """Go through a generator of the project by running it, with the loop's body in place of each `yield`."""
        raise NotImplementedError

    def feedable(self, made: int, scope: ir.Function) -> None:
        """A generator is made: where its body takes what it is sent, there is a list for that."""
        raise NotImplementedError

    def feed(self, generator: Ref, value: Value) -> Value | None:
        """A generator is sent a value, as `next()` sends None; None where its body does not take any."""
        raise NotImplementedError

    def fed(self, generator: Ref) -> None:
        """Evaluate the body of a generator with any of what it was sent in place of each `yield`."""
        raise NotImplementedError

    def drained(self, generator: Ref, record: Generator, node: ir.Node) -> Runs:
        raise NotImplementedError

    def managed(self, context: Value, node: ir.With) -> bool:
        """Run a context manager that is a generator of the project, with the body in place of its `yield`."""
        raise NotImplementedError

    def entered(self, context: Value, node: ir.Node) -> Value:
        """What `__enter__` gives."""
        raise NotImplementedError

    def left(self, context: Value, node: ir.With) -> None:
        """What `__exit__` does."""
        raise NotImplementedError

    def held_apart(self, statements: ir.Block, index: int) -> int:
        """Evaluate a branch together with the statements up to the last that asks for its condition again."""
        raise NotImplementedError

    def starve(self) -> None:
        """A queue is empty that others fill.

        Raises
        ------
        DivergesError: who waits for it can go on later.
        """
        raise NotImplementedError

    def waits(self, call: Partial) -> None:
        """A call has found a queue empty: it is made once more when others have had their turn."""
        raise NotImplementedError

    def resume(self, node: ir.Node) -> None:
        """Others have their turn: what waits for them goes on."""
        raise NotImplementedError

    def finish(self, node: ir.Node) -> None:
        """Nobody else has a turn any more: who still waits is given something unknown."""
        raise NotImplementedError

    def at_exit(self, call: Partial) -> None:
        """A call is made when the program ends."""
        raise NotImplementedError

    def made_aside(self, call: Partial, node: ir.Node) -> Value:
        """Make a call that somebody else makes."""
        raise NotImplementedError
