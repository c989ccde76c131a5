"""Messages: their header fields, and the parts of a library's forms; declarations only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclint.analysis.base.paths import Arguments
from cclint.analysis.values.heap import Mail
from cclint.analysis.values.value import Opaque, Ref, Runs, Value
from cclint.ir import nodes as ir
from cclint.ir.types import Type

if TYPE_CHECKING:
    from cclint.analysis.base.pending import PendingField


class MessageOffers:
    """Header fields, and the parts of a library's forms."""

    def new_mail(self, policy: str, node: ir.Node, *, received: bool = False) -> Mail:
        raise NotImplementedError

    def new_form(self, name: str, node: ir.Node, native: Mail | None = None) -> Ref:
        """An object of a library's class, with the objects that are parts of it from the beginning."""
        raise NotImplementedError

    def mail_of(self, value: Value) -> Mail | None:
        """The message that a value is, if it is one."""
        raise NotImplementedError

    def header_runs(self, mail: Mail) -> Runs:
        """The header fields of a message, in their order."""
        raise NotImplementedError

    def has_header(self, value: Value, name: Value) -> bool | None:
        """`name in message`."""
        raise NotImplementedError

    def header_asked(self, node: ir.Expression) -> tuple[ir.Expression, ir.Expression] | None:
        """The message and the name of `message[name]`, `message.get(name)`."""
        raise NotImplementedError

    def narrow_header(self, message: ir.Expression, name: ir.Expression, *, present: bool) -> bool:
        """A message is known to have a field, or not to; False where that cannot be."""
        raise NotImplementedError

    def narrow_field(self, owner: Value, name: str, *, present: bool) -> bool:
        """Take it that a message has, or has not, a field of a name; False where that cannot be."""
        raise NotImplementedError

    def pending_fields(self, mail: Mail, node: ir.Node) -> tuple[PendingField, ...]:
        """The recipients that a message shows now."""
        raise NotImplementedError

    def taken_for(self, value: Value) -> Value:
        """The message that something unknown has turned out to be."""
        raise NotImplementedError

    def is_message_for_sure(self, value: Value, mail: Mail) -> bool:
        """Whether a message is one: what was made out of sight need not be."""
        raise NotImplementedError

    def set_foreign(self, owner: Opaque, key: Value, content: Value, node: ir.Node) -> bool:
        """Put something under a key of something unknown: whether it is a header field of a message."""
        raise NotImplementedError

    def called_foreign(self, owner: Opaque, name: str, arguments: Arguments, node: ir.Node) -> bool:
        """Call a method of something unknown: whether it is one of a message."""
        raise NotImplementedError

    def add_part(self, receiver: Ref, slot: str, kind: Type, value: Value, node: ir.Node) -> None:
        """Add to a part of a form."""
        raise NotImplementedError

    def part_list(self, receiver: Ref, slot: str, kind: Type, node: ir.Node) -> Ref:
        """The list of addresses that a part of a form is kept in."""
        raise NotImplementedError

    def alike(self, options: tuple[Value, ...]) -> None:
        """What is not known of one value that may be a list as well is taken for a list."""
        raise NotImplementedError

    def part_value(self, kind: Type, value: Value, node: ir.Node) -> Value:
        """What a part of a form gets, with a hop that says where."""
        raise NotImplementedError
