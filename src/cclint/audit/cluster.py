"""A cluster that is there already, through Dask (https://distributed.dask.org). Its workers must see the same paths.

What a worker runs is a process of its own for each repository: Dask's threads share what an analysis has for itself, and a
repository that takes all memory should end that process and not the worker. Dask gives what a lost worker had to another
one, and every answer is taken once, here.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

from cclint.audit.request import Answer, Request
from cclint.refusal import Refused

WAITING: Final = 30
"""Seconds until a scheduler must have answered."""
MISSING: Final = (
    "--scheduler needs Dask, which is not installed: install the extra `cluster` (`pip install 'cclint-mail[cluster]'`), "
    "or leave the option out to use this machine alone"
)


class Cluster:
    """The workers of a scheduler.

    Parameters
    ----------
    address: the scheduler's, as in `tcp://10.0.0.1:8786`.

    Raises
    ------
    Refused: Dask is not installed, or nobody answers there.
    """

    def __init__(self, address: str) -> None:
        try:
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise Refused(MISSING) from error
        try:
            self.client: Any = distributed.Client(address, timeout=WAITING, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise Refused(
                f"no scheduler of Dask answers at {address!r}: {error}; `dask scheduler` prints its address"
            ) from error
        self._numbers: dict[str, int] = {}
        self._coming: Any = distributed.as_completed(loop=self.client.loop)

    def give(self, number: int, request: Request) -> None:
        """See `Hands`."""
        future = self.client.submit(look, request.line(), pure=False)
        self._numbers[future.key] = number
        self._coming.add(future)

    def take(self) -> tuple[int, Answer]:
        """See `Hands`."""
        try:
            future = next(self._coming)
            number = self._numbers.pop(future.key)
            if future.status == "finished":
                return number, Answer.of(future.result())
            reason = "the scheduler has let go of it" if future.status != "error" else str(future.exception())
        except (OSError, StopIteration) as error:
            raise Refused(f"the scheduler is lost: {error}; another run with the same --state goes on") from error
        if self.client.status != "running" or not self.client.scheduler_info()["workers"]:
            raise Refused("the scheduler is lost, or has no workers; another run with the same --state goes on")
        return number, Answer(failed=f"the cluster could not look at it: {' '.join(reason.split())}")

    def close(self) -> None:
        """Leave the cluster, which lives on."""
        self.client.close()


def look(line: bytes) -> bytes:
    """What a worker of the cluster runs.

    Parameters
    ----------
    line: of a request.

    Returns
    -------
    The line of the answer.
    """
    from cclint.audit.worker import Worker

    worker = Worker()
    try:
        return worker.ask(Request.of(line)).line()
    finally:
        worker.end()
