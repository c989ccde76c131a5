"""The streams: standard output carries the report and nothing else, standard error the rest."""

from __future__ import annotations

import os
import stat
import sys
from typing import Any, TextIO

from cclint.refusal import Refused
from cclint.report import Rendering


def say(text: str) -> None:
    """Write to standard error, each line after the program's name; a closed stream is nobody's loss."""
    lines = "".join(f"cclint: {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))
    _write(sys.stderr, Rendering(unicode=_can_write(sys.stderr, "“")).spelt(lines))


def show(text: str) -> None:
    """Write to standard output. A reader that has gone away, as `head` does, ends the output quietly."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write words of ours to standard output, as the terminal can show them."""
    show(Rendering(unicode=_can_write(sys.stdout, "“")).spelt(text))


def rendering(*, addresses: bool, to_file: bool) -> Rendering:
    """How a report is to look where it goes.

    Parameters
    ----------
    addresses: whether to show addresses.
    to_file: it goes to a file, which is UTF-8 and has no colours.
    """
    if to_file:
        return Rendering(unicode=True, addresses=addresses)
    return Rendering(colour=wants_colour(sys.stdout), unicode=_can_write(sys.stdout, "│"), addresses=addresses)


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour: `NO_COLOR` (no-color.org) wins, then `FORCE_COLOR`, then whether somebody is watching."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def save(path: str, text: str) -> None:
    """Write a file whole or not at all: a reader never sees half a report, nor an empty one after a failure.

    Parameters
    ----------
    path: where to; what is no regular file, such as /dev/stderr, is written to directly.
    text: what to write, in UTF-8.

    Raises
    ------
    Refused: it cannot be written.
    """
    import tempfile

    data = text.encode("utf-8", "backslashreplace")
    path = os.path.realpath(path)
    try:
        mode = os.stat(path).st_mode if os.path.exists(path) else 0
        if mode and not stat.S_ISREG(mode):
            with open(path, "wb") as file:
                file.write(data)
            return
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".cclint-")
        try:
            with open(handle, "wb") as file:
                file.write(data)
            os.chmod(temporary, stat.S_IMODE(mode) if mode else 0o666 & ~_umask())
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise Refused(f"the report cannot be written to {path!r}: {error.strerror}") from error


def read_input() -> bytes:
    """All of standard input."""
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    data = text.encode(stream.encoding or "utf-8", "backslashreplace")
    binary: Any = getattr(stream, "buffer", None)
    try:
        stream.flush()
        if binary is None:
            stream.write(data.decode(stream.encoding or "utf-8"))
        else:
            binary.write(data)
        stream.flush()
    except BrokenPipeError:
        # Python flushes once more when it ends, and would complain then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except OSError as error:  # a disk that is full
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is not sys.stderr:
            raise Refused(f"the report cannot be written: {error.strerror}") from error


def _can_write(stream: TextIO | None, character: str) -> bool:
    if stream is None:
        return True
    try:
        character.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
