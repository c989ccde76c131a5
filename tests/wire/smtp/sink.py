"""An SMTP server on the loopback interface that takes every message and keeps what a recipient of it would see."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import getaddresses

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope


@dataclass(frozen=True)
class Delivered:
    """A message as it was handed over.

    Parameters
    ----------
    envelope: who was to get it.
    to, cc, bcc: the addresses in all header fields of that name.
    """

    envelope: tuple[str, ...]
    to: frozenset[str]
    cc: frozenset[str]
    bcc: frozenset[str]

    @property
    def exposed(self) -> set[str]:
        """What the message shows that it should not: "visible" for many in To or Cc, "bcc" for a Bcc field."""
        visible = {"visible"} if len(self.to) > 1 or len(self.cc) > 1 else set()
        return visible | ({"bcc"} if self.bcc else set())


def read(content: bytes, envelope: Envelope) -> Delivered:
    """What stands in the header of a message."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)

    def addresses(name: str) -> frozenset[str]:
        fields = [str(field).replace(";", ",") for field in message.get_all(name, [])]  # some libraries join with it
        return frozenset(address for _, address in getaddresses(fields) if "@" in address)

    return Delivered(tuple(envelope.rcpt_tos), addresses("To"), addresses("Cc"), addresses("Bcc"))


class _Keeping:
    def __init__(self) -> None:
        self.messages: list[Delivered] = []

    async def handle_DATA(self, server: SMTP, session: object, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        assert isinstance(envelope.content, bytes)
        self.messages.append(read(envelope.content, envelope))
        return "250 OK"


@contextmanager
def sink() -> Iterator[tuple[int, list[Delivered]]]:
    """A running server: its port, and the messages that have arrived."""
    keeping = _Keeping()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(
        keeping,
        hostname="127.0.0.1",
        port=port,
        auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=True),
    )
    controller.start()
    try:
        yield port, keeping.messages
    finally:
        controller.stop()
