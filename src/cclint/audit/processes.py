"""Processes on this machine. Each has a thread that waits for it, so that it is known whose repository has ended one."""

from __future__ import annotations

import queue
import threading
from typing import Final

from cclint.audit.request import Answer, Request
from cclint.audit.worker import Worker
from cclint.refusal import Refused

ENOUGH: Final = 50
"""Repositories after which a process makes way for a new one: what it has kept in memory goes with it."""


class Processes:
    """So many processes at a time, started when there is something to do.

    Parameters
    ----------
    number: how many.
    """

    def __init__(self, number: int) -> None:
        self.workers: dict[int, Worker] = {}
        """Those that are at work, by the number of their thread."""
        self._requests: queue.SimpleQueue[tuple[int, Request] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[int, Answer] | Refused] = queue.SimpleQueue()
        self._closed = False
        self._threads = [threading.Thread(target=self._work, args=(one,), daemon=True) for one in range(number)]
        for thread in self._threads:
            thread.start()

    def give(self, number: int, request: Request) -> None:
        """See `Hands`."""
        self._requests.put((number, request))

    def take(self) -> tuple[int, Answer]:
        """See `Hands`."""
        answer = self._answers.get()
        if isinstance(answer, Refused):
            raise answer
        return answer

    def close(self) -> None:
        """End the processes, also those that are at work."""
        self._closed = True
        for _ in self._threads:
            self._requests.put(None)
        for worker in [*self.workers.values()]:
            worker.process.kill()
        for thread in self._threads:
            thread.join()

    def _work(self, mine: int) -> None:
        asked = 0
        while (given := self._requests.get()) is not None and not self._closed:
            number, request = given
            if mine not in self.workers:
                try:
                    self.workers[mine], asked = Worker(), 0
                except Refused as refused:
                    self._answers.put(refused)
                    return
            worker = self.workers[mine]
            answer = worker.ask(request)
            asked += 1
            if worker.ended or asked >= ENOUGH:
                del self.workers[mine]
                worker.end()
            self._answers.put((number, answer))
        if mine in self.workers:
            self.workers.pop(mine).end()
