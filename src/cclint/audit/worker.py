"""The process that looks at repositories: `python -m cclint.audit.worker`. A request a line comes in, an answer a line goes out.

What it shares with the program that has started it is two pipes, so that its end, whatever brings it about, ends nothing
else. When the other end closes, it ends as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from cclint.audit.request import Answer, Request
from cclint.refusal import Refused

TOP = Path(__file__).parent.parent.parent
"""Where Python finds cclint; a folder of a user's own would be searched before the standard library."""

PATIENCE: Final = 1.0
"""Seconds that a process has for ending by itself."""


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more requests."""
    from cclint.audit.looking import answered

    for line in requests:
        request = Request.of(line)
        os.environ["SOURCE_DATE_EPOCH"] = str(request.day)
        try:
            answers.write(answered(request).line())
            answers.flush()
        except BrokenPipeError:  # nobody is there any more to tell it
            return


class Worker:
    """Such a process."""

    def __init__(self) -> None:
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cclint.audit.worker"],
                cwd=TOP,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the program that has started it
            )
        except OSError as error:
            raise Refused(f"a process that looks at repositories cannot be started: {error.strerror}") from error

    def ask(self, request: Request) -> Answer:
        """What comes of a request; where the process has ended instead, that. One that takes too long is ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        ended = threading.Event()
        clock = threading.Timer(request.seconds, self._too_late, [ended]) if request.seconds else None
        try:
            if clock is not None:
                clock.start()
            self.process.stdin.write(request.line())
            self.process.stdin.flush()
            return Answer.of(self.process.stdout.readline())
        except (OSError, ValueError):
            how = self.end()
            if ended.is_set():
                return Answer(failed=f"it took more than {request.seconds} s (--timeout)")
            return Answer(failed=f"the process that looked at it has ended ({how})")
        finally:
            if clock is not None:
                clock.cancel()

    def _too_late(self, ended: threading.Event) -> None:
        ended.set()
        self.process.kill()

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None

    def end(self) -> str:
        """End the process, and say how it has ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with suppress(OSError):  # what was not yet written cannot be any more
            self.process.stdin.close()  # it ends by itself then
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
        status = self.process.wait()
        self.process.stdout.close()
        return f"signal {-status}" if status < 0 else f"exit status {status}"


if __name__ == "__main__":
    # What anything else prints must not be taken for an answer.
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, told)
