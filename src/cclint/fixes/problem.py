"""What a repair starts from: a finding, the predicted messages that it is about, and the files that it concerns."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cclint.analysis.facts import Field, Send, Sending
from cclint.finding import Edit, Finding
from cclint.fixes.code import Code
from cclint.models.library import Models, Parameter, Signature

PIPE: Final = "sendmail"
"""How the analysis names the program that reads a message from its standard input."""


@dataclass(frozen=True, slots=True)
class Change:
    """A repair that has yet to be proved.

    Parameters
    ----------
    title: what it does, in the imperative.
    edits: the changes.
    reason: what is different afterwards, and why it is safe or not.
    safe: see `Fix`.
    splits: recipients get messages of their own, so that messages before and after cannot be held against each other one
        by one.
    gone: what is left of these messages is no part of the facts.
    single: each of these messages must go to one address only, where its envelope is given by itself.
    """

    title: str
    edits: tuple[Edit, ...]
    reason: str
    safe: bool = False
    splits: bool = False
    gone: bool = False
    single: bool = False


@dataclass(slots=True)
class Problem:
    """A finding with all that is known about it.

    Parameters
    ----------
    finding: what is to be repaired.
    everything: all predicted messages.
    models: what the stubs say.
    open: gives a file of the project; None where it cannot be read.
    """

    finding: Finding
    everything: tuple[Send, ...]
    models: Models
    open: Callable[[str], Code | None]
    sends: tuple[Send, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.sends = tuple(send for send in self.everything if any(self.is_ours(one) for one in send.fields))

    def is_ours(self, one: Field) -> bool:
        """Whether a header field of a message is the one that the finding blames."""
        return one.place == self.finding.place and one.role == self.finding.role

    @property
    def code(self) -> Code | None:
        """The file that the finding is placed in."""
        return self.open(self.finding.place.path)

    @property
    def fields(self) -> Iterator[Field]:
        return (one for send in self.sends for one in send.fields if self.is_ours(one))

    @property
    def told_before(self) -> bool:
        """Whether other calls have said to whom a message goes: what sends it cannot be repeated by itself."""
        results = (one.returns for send in self.sends for one in self.models.signatures(send.api))
        return any(one is not None and any(kind.name == "Envelope" for kind in one.arguments) for one in results)

    @property
    def explicit(self) -> bool:
        """Whether all messages name their envelope, so that the header decides nothing about who gets them."""
        return bool(self.sends) and all(
            send.envelope is not None and send.sending is not Sending.ESCAPED for send in self.sends
        )

    @property
    def derived(self) -> bool:
        """Whether all messages are sent by APIs that take a message object, take the envelope from its To, Cc and Bcc, and
        leave the Bcc out of what they send: those that can be given another envelope, and are given none.
        """
        return bool(self.sends) and all(
            send.sending is Sending.MESSAGE and send.envelope is None and self.envelope_of(send) is not None
            for send in self.sends
        )

    @property
    def piped(self) -> bool:
        """Whether all messages go to a program that reads its recipients from them, and takes the Bcc out."""
        return bool(self.sends) and all(
            send.api == PIPE and send.envelope is None and send.sending is Sending.RAW for send in self.sends
        )

    @property
    def roles(self) -> set[str]:
        """The roles that the messages have, without those that nobody is sent anything by."""
        return {one.role for send in self.sends for one in send.fields if one.role != "Reply-To"}

    def envelope_of(self, send: Send) -> Parameter | None:
        """The parameter that an API takes the envelope's recipients by."""
        return next((one for _, one in self.marked(send.api, "Envelope")), None)

    def marked(self, api: str, *marks: str) -> Iterator[tuple[Signature, Parameter]]:
        """The parameters of an API that have one of some marks."""
        for signature in self.models.signatures(api):
            for parameter in signature.parameters:
                if parameter.type is not None and parameter.type.name in marks:
                    yield signature, parameter

    def call(self) -> tuple[Code, ast.Call] | None:
        """The only call that sends all the messages, and the file that it stands in."""
        places = {send.place for send in self.sends}
        if len(places) != 1:
            return None
        place = next(iter(places))
        code = self.open(place.path)
        found = code.at(place, ast.Call) if code is not None else None
        return None if code is None or found is None else (code, found)

    def argument(self, call: ast.Call, api: str, *marks: str) -> ast.expr | None:
        """What a call gives for the parameter that has one of some marks."""
        for signature, parameter in self.marked(api, *marks):
            found = bound(call, signature).get(parameter.name)
            if found is not None:
                return found
        return None


def bound(call: ast.Call, signature: Signature) -> Mapping[str, ast.expr]:
    """What a call gives for each parameter, as far as it is written there."""
    given: dict[str, ast.expr] = {}
    positional = [one for one in signature.parameters if one.kind in ("positional", "any")]
    for parameter, argument in zip(positional, call.args):
        if isinstance(argument, ast.Starred):
            break
        given[parameter.name] = argument
    given.update({one.arg: one.value for one in call.keywords if one.arg is not None})
    return given
