"""An SMTP server inside the process: a socket that answers as a server does, so that smtplib runs its whole protocol."""

from __future__ import annotations

import io
from collections.abc import Callable

Deliver = Callable[[list[str], bytes], None]
GREETING = b"220 sink ready\r\n"
FEATURES = b"250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10000000\r\n"


class SinkSocket:
    """What `socket.create_connection` returns to smtplib.

    Parameters
    ----------
    deliver: called with the envelope's recipients and the content of each message that is accepted.
    """

    def __init__(self, deliver: Deliver) -> None:
        self.deliver = deliver
        self.received = b""
        self.replies = io.BytesIO(GREETING)
        self.recipients: list[str] = []
        self.in_data = False

    # What smtplib asks of a socket

    def makefile(self, mode: str) -> io.BufferedReader:
        assert mode == "rb"
        return _Replies(self)  # type: ignore[return-value]

    def sendall(self, data: bytes) -> None:
        self.received += data
        while self.step():
            pass

    def close(self) -> None:
        pass

    def settimeout(self, timeout: float | None) -> None:
        pass

    # The server

    def reply(self, text: bytes) -> None:
        rest = self.replies.read()
        self.replies = io.BytesIO(rest + text)

    def step(self) -> bool:
        """Take one command, or one message, off what was received."""
        if self.in_data:
            content, end, rest = self.received.partition(b"\r\n.\r\n")
            if not end:
                if self.received.startswith(b".\r\n"):
                    content, rest = b"", self.received[3:]
                else:
                    return False
            self.received, self.in_data = rest, False
            lines = [line[1:] if line.startswith(b".") else line for line in (content + b"\r\n").split(b"\r\n")]
            recipients, self.recipients = self.recipients, []
            self.deliver(recipients, b"\r\n".join(lines))
            self.reply(b"250 OK\r\n")
            return True
        line, end, rest = self.received.partition(b"\r\n")
        if not end:
            return False
        self.received = rest
        self.command(line.decode("utf-8", "replace"))
        return True

    def command(self, line: str) -> None:
        verb = line[:4].upper()
        if verb == "EHLO":
            self.reply(FEATURES)
        elif verb == "DATA":
            if self.recipients:
                self.in_data = True
                self.reply(b"354 go on\r\n")
            else:
                self.reply(b"503 no recipients\r\n")
        elif verb == "RCPT":
            self.recipients.append(line.partition("<")[2].partition(">")[0] or line.partition(":")[2].strip())
            self.reply(b"250 OK\r\n")
        elif verb in ("MAIL", "RSET"):
            self.recipients = []
            self.reply(b"250 OK\r\n")
        elif verb == "QUIT":
            self.reply(b"221 bye\r\n")
        else:
            self.reply(b"250 OK\r\n")


class _Replies(io.RawIOBase):
    """The reading end: what the server has replied."""

    def __init__(self, server: SinkSocket) -> None:
        self.server = server

    def readline(self, size: int | None = -1) -> bytes:
        return self.server.replies.readline(size)
