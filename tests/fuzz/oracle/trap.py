"""Leads everything that a program sends into the sink, and takes down from where it was sent.

Installed once in the process that runs a program; nothing here outlives that process.
"""

from __future__ import annotations

import email.message
import os
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from fuzz.oracle.delivery import LIMITS, Delivery, Line, shown
from fuzz.oracle.sink import SinkSocket

MAILERS = {"sendmail", "/usr/sbin/sendmail", "/usr/lib/sendmail"}
STAND_IN = """\
#!/bin/sh
{ echo "$FUZZ_SITE"; for word in "$@"; do echo "$word"; done; echo; cat; } > "$FUZZ_SPOOL/$$.part"
mv "$FUZZ_SPOOL/$$.part" "$FUZZ_SPOOL/$$.mail"
"""


class Trap:
    """What is taken down in one world."""

    def __init__(self, names: frozenset[str], folder: Path) -> None:
        self.names = names
        self.folder = folder
        self.deliveries: list[Delivery] = []
        self.lines: set[Line] = set()
        self.records: list[tuple[str, tuple[Line, ...]]] = []
        self.sending = threading.local()

    def reset(self) -> None:
        self.deliveries, self.lines, self.records = [], set(), []

    # Places

    def stack(self) -> tuple[Line, ...]:
        """The program's frames, innermost first."""
        found = []
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename in self.names:
                found.append((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        return tuple(found)

    def trace(self, frame: FrameType, event: str, argument: object) -> Callable[..., Any] | None:
        """A trace function: takes down the program's lines."""
        if frame.f_code.co_filename not in self.names:
            return None
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self.trace

    # Messages

    def deliver(self, recipients: list[str], content: bytes) -> None:
        message = getattr(self.sending, "message", None)
        records = self.records if message is None else message.__dict__.get("_fuzz", [])
        self.add(recipients, content, self.stack(), records, raw=message is None)

    def add(
        self, recipients: list[str], content: bytes, site: tuple[Line, ...],
        records: list[tuple[str, tuple[Line, ...]]], *, raw: bool,
    ) -> None:  # fmt: skip
        written = {
            role: tuple(dict.fromkeys(line for name, lines in records if name == role for line in lines))
            for role in LIMITS
        }
        self.deliveries.append(Delivery(shown(content), tuple(recipients), site, written, raw))

    def collect(self) -> None:
        """Take in what the stand-in for sendmail has written down."""
        for path in sorted(self.folder.glob("*.mail"), key=lambda path: path.stat().st_mtime_ns):
            head, _, content = path.read_bytes().partition(b"\n\n")
            site, *words = head.decode().split("\n")
            lines = tuple(
                (name, int(number)) for name, _, number in (one.partition(":") for one in site.split("|")) if name
            )
            recipients = [word for word in words if "@" in word and not word.startswith("-")]
            message = email.message_from_bytes(content)
            if "-t" in words or not recipients:
                del message["Bcc"]  # as sendmail -t does
                content = message.as_bytes()
            self.add(recipients, content, lines, self.records, raw=True)
            path.unlink()

    # Installation

    def install(self) -> None:
        """Redirect the standard library's ways out."""
        trap = self

        def connect(address: object, *args: object, **kwargs: object) -> SinkSocket:
            return SinkSocket(trap.deliver)

        socket.create_connection = connect  # type: ignore[assignment]
        ssl.SSLContext.wrap_socket = lambda self, sock, *args, **kwargs: sock  # type: ignore[method-assign,assignment,misc]
        accept = lambda self, *args, **kwargs: (235, b"accepted")  # noqa: E731
        smtplib.SMTP.starttls = smtplib.SMTP.login = accept  # type: ignore[method-assign,assignment]

        send_message = smtplib.SMTP.send_message

        def sending(self: smtplib.SMTP, msg: Any, *args: Any, **kwargs: Any) -> Any:
            trap.sending.message = msg
            try:
                return send_message(self, msg, *args, **kwargs)
            finally:
                trap.sending.message = None

        smtplib.SMTP.send_message = sending  # type: ignore[method-assign]
        self.watch_headers()
        self.replace_mailers()

    def watch_headers(self) -> None:
        """Take down which of the program's lines write which header fields."""
        trap = self
        cls = email.message.Message
        for name in ("__setitem__", "add_header", "replace_header"):

            def noted(self: Any, field: str, *args: Any, _original: Any = getattr(cls, name), **kwargs: Any) -> Any:
                role = str(field).capitalize()
                if role in LIMITS and sys._getframe(1).f_code.co_filename in trap.names:  # not within a library
                    record = (role, trap.stack())
                    self.__dict__.setdefault("_fuzz", []).append(record)
                    trap.records.append(record)
                return _original(self, field, *args, **kwargs)

            setattr(cls, name, noted)

    def replace_mailers(self) -> None:
        """Put a stand-in for sendmail on the path, and let absolute paths lead to it."""
        stand_in = self.folder / "sendmail"
        stand_in.write_text(STAND_IN)
        stand_in.chmod(0o755)
        os.environ["PATH"] = f"{self.folder}{os.pathsep}{os.environ['PATH']}"
        os.environ["FUZZ_SPOOL"] = str(self.folder)
        trap, system, init = self, os.system, subprocess.Popen.__init__

        def note_site() -> None:
            os.environ["FUZZ_SITE"] = "|".join(f"{path}:{line}" for path, line in trap.stack())

        def run(command: Any) -> int:
            note_site()
            for name in MAILERS:
                command = command.replace(name, "sendmail")
            return system(command)

        def popen(self: Any, args: Any, *rest: Any, **kwargs: Any) -> None:
            note_site()
            if isinstance(args, str):
                for name in MAILERS:
                    args = args.replace(name, "sendmail")
            elif args and args[0] in MAILERS:
                args = ["sendmail", *args[1:]]
            init(self, args, *rest, **kwargs)

        os.system = run
        subprocess.Popen.__init__ = popen  # type: ignore[method-assign,assignment]
