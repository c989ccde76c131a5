"""The fuzzer's side of the oracle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from fuzz.oracle.delivery import Run
from fuzz.program import Program

ABOVE = Path(__file__).parent.parent.parent


class Oracle:
    """Runs programs in a process apart; a context manager that ends it."""

    def __enter__(self) -> Oracle:
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(ABOVE), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "fuzz.oracle.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)

    def observe(self, program: Program) -> list[Run] | str:
        """What a program does in each of its worlds; a text where it could not be run at all."""
        from fuzz.oracle.server import read, write

        write(self.process.stdin, program)
        result: list[Run] | str | None = read(self.process.stdout)
        if result is None:
            raise RuntimeError("the process that runs programs has ended")
        return result
