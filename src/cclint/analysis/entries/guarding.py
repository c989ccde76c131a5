"""What happens where an entry is broken off: it ends with a notice, and what it has found stands."""

from __future__ import annotations

from cclint.analysis.base.paths import DivergesError, SpentError
from cclint.analysis.evaluate.machine import Machine
from cclint.finding import Notice, described


class Guard:
    """Ends an entry that takes too long or runs into a wall.

    Parameters
    ----------
    machine: the evaluator.
    notices: what is told of it is added there.
    path, line, name: what is being evaluated.
    """

    def __init__(self, machine: Machine, notices: list[Notice], path: str, line: int, name: str) -> None:
        self.machine = machine
        self.notices = notices
        self.path = path
        self.line = line
        self.name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if kind is None or issubclass(kind, DivergesError):
            return True
        if issubclass(kind, SpentError):
            what = "memory (limits.memory)" if self.machine.swollen else "steps or time"
            self.notices.append(cut_short(self.path, self.line, self.name, what))
            return True
        if issubclass(kind, RecursionError):
            reason = f"the analysis of `{self.name}` was cut short: calls are nested too deeply"
        elif issubclass(kind, MemoryError):
            reason = f"the analysis of `{self.name}` was cut short: there is not enough memory"
        elif issubclass(kind, Exception) and error is not None:  # a defect of ours must not hide what else there is
            reason = f"cclint failed on `{self.name}`, {described(error)}; please report it"
            self.notices.append(Notice(self.path, self.line, 1, "internal", reason))
            return True
        else:
            return False
        self.notices.append(Notice(self.path, self.line, 1, "cut", reason, fatal=False))
        return True


def cut_short(path: str, line: int, name: str, what: str = "steps or time") -> Notice:
    """The notice about something that was not evaluated to its end."""
    reason = f"the analysis of `{name}` was cut short: its budget of {what} is used up"
    return Notice(path, line, 1, "cut", reason, fatal=False)
