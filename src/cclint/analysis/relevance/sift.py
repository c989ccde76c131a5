"""The cheap question: can this file take part in sending mail? It is answered from a file's bytes, before anything is parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cclint.analysis.relevance.others import Other, Others, takes_part
from cclint.analysis.shares import shared
from cclint.finding import Notice
from cclint.ir.source import Source
from cclint.models import Needles
from cclint.models.needles import COMMON_METHODS, IMPORTED, TELLING, TOGETHER

PROGRAMS: Final = re.compile(rb"""sendmail|mailx|msmtp|/exim|bin/mail|mail -s|mutt|swaks|(['"])mail\1""")
"""Programs that send mail, as commands name them."""
REPLACING: Final = frozenset({
    *(f"{how}{kind}" for how in ("exec", "spawn") for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")),
    "posix_spawn", "posix_spawnp",
})  # fmt: skip
"""Functions of `os` that run another program: https://docs.python.org/3/library/os.html#process-management"""
RUNNERS: Final = REPLACING | {"Popen", "run", "call", "check_call", "check_output", "system", "popen", "popen2", "popen3",
                              "getoutput", "getstatusoutput", "create_subprocess_exec", "create_subprocess_shell"}  # fmt: skip
RUNNING_WORDS: Final = (b"subprocess", b"popen", b"system", b"commands.get", b"os.exec", b"os.spawn", b"posix_spawn")
RUNNING_ALONE: Final = (b"subprocess", b"popen", b"Popen", b"popen2", b"popen3", b"popen4", b"system", b"commands",
                        b"create_subprocess_exec", b"create_subprocess_shell", b"cell_type")  # fmt: skip
"""Words of which one is in every file that runs programs."""
CELL: Final = b'"cell_type"'
"""What notebooks hold, and hardly any other file."""
RUNNING_CELLS: Final = (b'"!', b"\\n!", b'"%%bash', b'"%%sh', b'"%%script', b'"%%!')
"""What runs programs in their cells."""
WORD: Final = re.compile(rb"\w+")
COMMON: Final = frozenset(map(str.encode, COMMON_METHODS))
KEYWORDS: Final = frozenset({b"import", b"from"})
"""Words of phrases that are in every program."""
NAMED: Final = IMPORTED.encode()
AND: Final = TOGETHER.encode()
IMPORTING: Final = re.compile(
    rb"""(?:^|[:;])[ \t]*(?:from[ \t]+(?P<origin>\w+)[\w.]*[ \t]+import\b[ \t]*(?P<names>\([^)]*\)|[^\n#;]*)
    |import[ \t]+(?P<modules>[^\n#;]+)) | import\w*\(\s*\w{0,2}['"](?P<called>\w+)""",
    re.MULTILINE | re.VERBOSE,
)
"""What names modules that are no neighbours: both statements, `__import__("…")`, `importlib.import_module("…")`."""
INSIDE: Final = re.compile(rb"\.\w+")
"""What lies in a package may be called like a library: `import shop.envelope`."""
_BLANKS: Final = bytes(
    code if chr(code).isascii() and (chr(code).isalnum() or chr(code) == "_") else 0x20 for code in range(256)
)
"""Makes a blank of all that is in no word, as `\\w` has it in bytes."""


def words_of(data: bytes) -> list[bytes]:
    """The words of a file, in half the time that a pattern takes."""
    return data.translate(_BLANKS).split()


class Sift:
    """Which files mention a mail API: by words of the stubs, each library's for itself."""

    def __init__(self, needles: Needles) -> None:
        self.groups = needles.groups
        self.grouped = [frozenset(map(str.encode, group.words)) for group in needles.groups]
        self.names = frozenset(needles.names)
        all_needles = {*map(str.encode, self.names), *(word for words in self.grouped for word in words)}
        self.modules = {needle.removeprefix(NAMED): needle for needle in all_needles if needle.startswith(NAMED)}
        all_needles.difference_update(self.modules.values())
        self.words = frozenset(needle for needle in all_needles if WORD.fullmatch(needle))
        phrases = [(needle, WORD.findall(needle)) for needle in sorted(all_needles - self.words)]
        self.phrases = [(needle, parts) for needle, parts in phrases if AND not in needle]
        self.together = [(needle, parts) for needle, parts in phrases if AND in needle]
        self.rarer = frozenset({*self.modules, *(max(parts, key=_telling) for _, parts in phrases)})
        """One of these words is in every file that is kept for a module or a phrase."""
        self.any = frozenset({*self.words, *self.rarer, *RUNNING_ALONE, *map(str.encode, REPLACING)})
        """One of these words is in every file that is kept."""

    def found(self, data: bytes) -> set[bytes]:
        """The words of the stubs that a file's bytes hold: one pass over all, however many words there are."""
        words = set(words_of(data))
        return (words & self.words) | self._rarer(data, words)

    def _rarer(self, data: bytes, words: set[bytes]) -> set[bytes]:
        """What words alone do not tell: phrases, and modules that are imported."""
        found = {
            needle
            for needle, parts in self.phrases
            if words.issuperset(parts) and needle in data and _whole(needle).search(data)
        }
        found.update(needle for needle, parts in self.together if words.issuperset(parts))
        if modules := words & self.modules.keys():
            imported = {word for match in IMPORTING.finditer(data) for word in _heads(match)}
            found.update(self.modules[module] for module in modules & imported)
        return found

    def keeps(self, data: bytes) -> bool:
        """Whether a file's bytes mention anything that sends mail."""
        words = words_of(data)
        if self.any.isdisjoint(words):
            return False
        if not self.words.isdisjoint(words):
            return True
        if not self.rarer.isdisjoint(words) and self._rarer(data, set(words)):
            return True
        return self.runs_mailer(data)

    def answer(self, source: Source, other: Other | None = None) -> bool | Notice:
        """Whether a file can take part; a notice where it cannot be looked at.

        Parameters
        ----------
        source: the file.
        other: its kind, where it is not Python's.
        """
        if other is not None:
            return takes_part(source, other)
        try:
            return self.keeps(source.read())
        except OSError as error:
            reason = f"the file cannot be read: {error.strerror or error}"
            return Notice(source.path, 1, 1, "unreadable", reason)

    def runs_mailer(self, data: bytes) -> bool:
        """Whether a file runs programs and names one that sends mail."""
        runs = any(word in data for word in RUNNING_WORDS)
        runs = runs or (CELL in data and any(word in data for word in RUNNING_CELLS))
        return runs and PROGRAMS.search(data) is not None

    def says_little(self, data: bytes) -> bool:
        """Whether all that keeps a file are words that others have as well: no message can begin there."""
        return self.found(data) <= COMMON and not self.runs_mailer(data)

    def groups_in(self, data: bytes) -> frozenset[int]:
        """The libraries that a file's bytes name, as numbers of groups."""
        found = self.found(data)
        return frozenset(number for number, words in enumerate(self.grouped) if not words.isdisjoint(found))


def _telling(word: bytes) -> tuple[bool, bool, int]:
    """How little a word is one of everybody's."""
    return word not in KEYWORDS, TELLING.search(word.decode()) is not None, len(word)


def _heads(match: re.Match[bytes]) -> list[bytes]:
    """The words that an import statement can mean a library by."""
    called = match["called"] or match["origin"] or b""
    return words_of(b" ".join((called, match["names"] or b"", INSIDE.sub(b"", match["modules"] or b""))))


@cache
def _whole(needle: bytes) -> re.Pattern[bytes]:
    """A phrase that no longer word goes on with."""
    before, after = (rb"(?<!\w)", rb"(?!\w)")
    return re.compile(before * needle[:1].isalnum() + re.escape(needle) + after * needle[-1:].isalnum())


HELD: Final = 32 << 20
"""Bytes of files that are held for a second look, beyond which they are rather read again."""


@dataclass(slots=True, eq=False, repr=False)
class Sifted:
    """What is left of a run's files.

    Parameters
    ----------
    sift: by which words.
    python: the files that Python is looked for in, in their order.
    kept: the paths of those that mention a mail API.
    others: the files of other kinds, among those asked about, that may send by themselves.
    notices: what could not be read.
    held: how many bytes are held of files that take no part so far: they are read again where they may call what does.
    """

    sift: Sift
    python: list[Source]
    kept: set[str]
    others: list[Source]
    notices: list[Notice]
    held: int = 0

    @property
    def relevant(self) -> bool:
        """Whether anything is left to be analysed."""
        return bool(self.kept or self.others)

    def take(self, source: Source, other: Other | None, answer: bool | Notice) -> None:
        """Put a file where it belongs.

        Parameters
        ----------
        source: the file.
        other: its kind, where it is not Python's.
        answer: what `Sift.answer` says of it.
        """
        if other is None:
            self.python.append(source)
        if isinstance(answer, Notice):
            if source.selected:
                self.notices.append(answer)
        elif answer and other is not None:
            self.others.append(source)
        elif answer:
            self.kept.add(source.path)

    def hold(self, source: Source, answer: bool | Notice) -> None:
        """Keep the bytes of a file at hand that has been looked at, as long as there is room for them."""
        if answer is False:
            self.held += len(source.content or b"")
            if self.held > HELD:
                source.forget()


def sifted(sources: Sequence[Source], needles: Needles, others: Others | None = None) -> Sifted:
    """Look at the bytes of all files.

    Parameters
    ----------
    sources: all files of the project.
    needles: the words of the stubs.
    others: tells files that are not Python's, and by which words those take part; None where all are.
    """
    sift = Sift(needles)
    found = Sifted(sift, [], set(), [], [])
    kinds = [others.of(source) if others is not None else None for source in sources]
    asked = [(source, other) for source, other in zip(sources, kinds) if other is None or source.selected]

    def work(numbers: range) -> list[Any]:
        answers = []
        for source, other in (asked[number] for number in numbers):
            answer = sift.answer(source, other)
            answers.append(answer if isinstance(answer, bool) else plain_notice(answer))
            found.hold(source, answer)
        return answers

    for (source, other), answer in zip(asked, shared(work, len(asked))):
        found.take(source, other, answer if isinstance(answer, bool) else Notice(*answer))
    return found


def plain_notice(notice: Notice) -> tuple[str, int, int, str, str, bool]:
    """A notice as a tuple of constants."""
    return (notice.path, notice.line, notice.column, notice.kind, notice.reason, notice.fatal)
