"""What the smaller parts of the evaluator offer: header fields, descriptors, validators, calls that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclint.analysis.code import Class, Func, Partial
from cclint.analysis.evaluate.paths import Arguments
from cclint.analysis.heap import Mail
from cclint.analysis.value import Opaque, Ref, Runs, Value
from cclint.ir import nodes as ir

if TYPE_CHECKING:
    from cclint.analysis.classes import ClassInfo, Slot
    from cclint.analysis.sending import PendingField


class Offers:
    """Operations that only a few parts ask for; declarations, like those of the interface that they belong to."""

    def header_runs(self, mail: Mail) -> Runs:
        """The header fields of a message, in their order."""
        raise NotImplementedError

    def narrow_field(self, owner: Value, name: str, *, present: bool) -> bool:
        """Take it that a message has, or has not, a field of a name; False where that cannot be."""
        raise NotImplementedError

    def waits(self, call: Partial) -> None:
        """A call has found a queue empty: it is made once more when others have had their turn."""
        raise NotImplementedError

    def held_apart(self, statements: ir.Block, index: int) -> int:
        """Evaluate a branch together with the statements up to the last that asks for its condition again."""
        raise NotImplementedError

    def outcome_of(self, test: ir.Expression) -> bool | None:
        """The outcome of a condition that has been decided on the present path."""
        raise NotImplementedError

    def starve(self) -> None:
        """A queue is empty that others fill.

        Raises
        ------
        DivergesError: who waits for it can go on later.
        """
        raise NotImplementedError

    def finish(self, node: ir.Node) -> None:
        """Nobody else has a turn any more: who still waits is given something unknown."""
        raise NotImplementedError

    def resume(self, node: ir.Node) -> None:
        """Others have their turn: what waits for them goes on."""
        raise NotImplementedError

    def made_aside(self, call: Partial, node: ir.Node) -> Value:
        """Make a call that somebody else makes."""
        raise NotImplementedError

    def new_mail(self, policy: str, node: ir.Node, *, received: bool = False) -> Mail:
        raise NotImplementedError

    def taken_for(self, value: Value) -> Value:
        """The message that something unknown has turned out to be."""
        raise NotImplementedError

    def set_foreign(self, owner: Opaque, key: Value, content: Value, node: ir.Node) -> bool:
        """Put something under a key of something unknown: whether it is a header field of a message."""
        raise NotImplementedError

    def called_foreign(self, owner: Opaque, name: str, arguments: Arguments, node: ir.Node) -> bool:
        """Call a method of something unknown: whether it is one of a message."""
        raise NotImplementedError

    def pending_fields(self, mail: Mail, node: ir.Node) -> tuple[PendingField, ...]:
        """The recipients that a message shows now."""
        raise NotImplementedError

    def as_hinted(self, function: Func, node: ir.Node) -> Value:
        """What a call gives of which only the function's hint is known."""
        raise NotImplementedError

    def narrow_predicate(self, node: ir.Call, *, wanted: bool) -> bool:
        """Narrow by a call of a function that returns a condition."""
        raise NotImplementedError

    def mail_of(self, value: Value) -> Mail | None:
        """The message that a value is, if it is one."""
        raise NotImplementedError

    def has_header(self, value: Value, name: Value) -> bool | None:
        """`name in message`."""
        raise NotImplementedError

    def narrow_header(self, message: ir.Expression, name: ir.Expression, *, present: bool) -> bool:
        """A message is known to have a field, or not to; False where that cannot be."""
        raise NotImplementedError

    def header_asked(self, node: ir.Expression) -> tuple[ir.Expression, ir.Expression] | None:
        """The message and the name of `message[name]`, `message.get(name)`."""
        raise NotImplementedError

    def got_from(self, found: Value | None, receiver: Value, cls: Value, node: ir.Node) -> Value | None:
        """What a descriptor gives; None where there is none."""
        raise NotImplementedError

    def written(self, found: Value | None, owner: Value, content: Value, node: ir.Node) -> bool:
        """Let a descriptor write an attribute: whether there is one that does."""
        raise NotImplementedError

    def own_or_described(self, value: Ref, found: Value | None, cls: Value, name: str, node: ir.Node) -> Value | None:
        """An attribute of the instance itself, unless a descriptor of its class goes before."""
        raise NotImplementedError

    def name_descriptors(self, cls: Class, names: list[str], node: ir.Node) -> None:
        """A class is made: its descriptors learn their names."""
        raise NotImplementedError

    def checked(self, value: Value, slot: Slot, info: ClassInfo, node: ir.Node, *, mode: str) -> Value:
        """What the validators of a field make of a value."""
        raise NotImplementedError

    def converted(self, value: Value, slot: Slot, node: ir.Node) -> Value:
        """What a field's converter makes of a value."""
        raise NotImplementedError

    def validated(self, value: Value, slot: Slot, info: ClassInfo, node: ir.Node) -> Value:
        """A field of a pydantic model takes dictionaries for the models that it names."""
        raise NotImplementedError

    def prepared_whole(self, arguments: Arguments, info: ClassInfo, node: ir.Node) -> Arguments:
        """What the validators of a model that come first make of all that it is given."""
        raise NotImplementedError

    def checked_whole(self, made: Ref, info: ClassInfo, node: ir.Node) -> None:
        """The validators of a model that come last, on the instance."""
        raise NotImplementedError
