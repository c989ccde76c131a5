"""Who looks at repositories: what processes and clusters have in common."""

from __future__ import annotations

from typing import Protocol

from cclint.audit.request import Answer, Request


class Hands(Protocol):
    """Takes requests, and gives answers in whatever order they come."""

    def give(self, number: int, request: Request) -> None:
        """Have a repository looked at; whatever becomes of it is an answer with its number."""

    def take(self) -> tuple[int, Answer]:
        """The next answer, waited for.

        Raises
        ------
        Refused: there will be none.
        """

    def close(self) -> None:
        """Let go of what is not needed any more."""
