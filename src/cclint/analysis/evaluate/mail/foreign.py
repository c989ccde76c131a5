"""Messages that are made out of sight: `message = build(...)`, a parameter. Who puts header fields into something, or asks it
to be written out, takes it for a message; what it was made with is not known.
"""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.facts import Sending
from cclint.analysis.messages.sending import take_down
from cclint.analysis.program.walking import last_name
from cclint.analysis.values.code import Bound, External
from cclint.analysis.values.fields import Field
from cclint.analysis.values.heap import Instance, Mail
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import NOTHING, Opaque, Value, alternatives
from cclint.ir import nodes as ir

MESSAGE: Final = "email.message.Message"
FIELDS: Final = frozenset({
    "To", "Cc", "CC", "Bcc", "BCC", "From", "Sender", "Reply-To", "Subject", "Date", "Message-ID", "Message-Id",
    "In-Reply-To", "References", "MIME-Version", "List-Unsubscribe", "Resent-To", "Resent-Cc",
})  # fmt: skip
"""Names of header fields, as they are written in mail (RFC 5322, section 3.6), and hardly anywhere else."""
ADDRESSED: Final = frozenset({"to", "cc", "bcc"})
NAMED: Final = re.compile(r"(.*_)?(e?mail|msg|message|mime|mime_?message|mail_?message)", re.IGNORECASE)
"""What programs call a message."""


class Foreign(Core):
    """Things of which only their use tells that they are messages."""

    foreign: dict[int, bool]
    """By their tokens, the unknown things that stand for messages, and whether it is certain that they do."""

    def taken_for(self, value: Value) -> Value:
        """The message that something unknown has turned out to be."""
        if isinstance(value, Opaque) and value.token in self.foreign:
            found = self.cell(*_cell(value.token))
            return value if found is None else found.along(value.trail)
        return value

    def set_foreign(self, owner: Opaque, key: Value, content: Value, node: ir.Node) -> bool:
        """`something["To"] = people`: whether it is a header field of a message."""
        name = key.constant if isinstance(key, Text) else None
        targets = node.targets if isinstance(node, ir.Assign) else (node,)
        certain = any(isinstance(one, ir.Subscript) and NAMED.fullmatch(last_name(one.value)) for one in targets)
        if name is None or not (name in FIELDS or (certain and name.lower() in ADDRESSED)):
            return False
        given = [one for one in alternatives(content) if one != NOTHING]  # `row["To"] = None` is no message's
        if not given or not self.may_be_message(owner) or not all(isinstance(one, (Text, Opaque)) for one in given):
            return False
        self.put_foreign(owner, Arguments.of(key, join_all(given)), node, certain=certain)
        return True

    def called_foreign(self, owner: Opaque, name: str, arguments: Arguments, node: ir.Node) -> bool:
        """`something.add_header("To", people)`: whether that is a message's method."""
        if name not in ("add_header", "replace_header") or len(arguments.positional) != 2:
            return False
        field = arguments.positional[0].value
        if not (isinstance(field, Text) and field.constant and field.constant.lower() in ADDRESSED):
            return False
        if not self.may_be_message(owner):
            return False
        self.put_foreign(owner, arguments, node, certain=True)
        return True

    def may_be_message(self, value: Opaque) -> bool:
        return value.type is None or ("." in value.type.name and value.type.name not in self.models.classes)

    def put_foreign(self, owner: Opaque, arguments: Arguments, node: ir.Node, *, certain: bool) -> None:
        """Put a header field into the message that stands for something unknown."""
        key = _cell(owner.token)
        found = self.cell(*key)
        if found is None:
            native = self.new_mail("unknown", node, received=True)
            native.born = owner.born
            found = self.new(Instance(External(MESSAGE), native), node, owner.trail)
            self.write(key, found)
        self.foreign[owner.token] = certain or self.foreign.get(owner.token, False)
        for one in alternatives(found):
            self.call(Bound(External(f"{MESSAGE}.__setitem__"), one), arguments, node)

    def give_back_foreign(self, node: ir.Node, name: str) -> None:
        """A function has come to its end: whoever it has the messages from has them with what it has put into them."""
        for token, certain in list(self.foreign.items()):
            for mail in map(self.mail_of, self.standing_for(token)):
                if mail is not None and (certain or self.is_letter(mail)):
                    take_down(self, node, name, Sending.ESCAPED, self.pending_fields(mail, node))

    def standing_for(self, token: int) -> tuple[Value, ...]:
        """What stands for something unknown, by its token."""
        found = self.cell(*_cell(token))
        return () if found is None else alternatives(found)

    def is_message_for_sure(self, value: Value, mail: Mail) -> bool:
        """Whether a message is one: what was made out of sight need not be."""
        if not mail.received or mail.unique is not None or self.is_letter(mail):
            return True
        return any(certain and value in self.standing_for(token) for token, certain in self.foreign.items())

    def is_letter(self, mail: Mail) -> bool:
        """Whether something has several header fields that nothing but a message has: "From" and "To" have flights, too."""
        held = [one for run in self.header_runs(mail) for one in alternatives(run.value)]
        return len({one.name.lower() for one in held if isinstance(one, Field)} - {"from", "date"}) > 1


def _cell(token: int) -> tuple[str, str]:
    """Where the state holds the message that something unknown is, by its token."""
    return (f"?{token}", "")
