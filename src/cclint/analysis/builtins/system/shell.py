"""Command lines, and the programs that send mail among those that they call."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.values import text as ropes
from cclint.analysis.values.count import ONE
from cclint.analysis.values.rope import Hole, Joined, Part, Piece, Text
from cclint.analysis.values.value import Run, Value, alternatives

DELIVERING: Final = frozenset(
    {
        "sendmail",
        "exim",
        "exim4",
        "msmtp",
        "ssmtp",
        "postdrop",
        "qmail-inject",
        "sendmail.postfix",
        "esmtp",
        "nullmailer-inject",
    }
)
COMPOSING: Final = frozenset(
    {"mail", "mailx", "mutt", "nail", "s-nail", "heirloom-mailx", "Mail", "bsd-mailx", "neomutt"}
)
TESTING: Final = frozenset({"swaks"})
MAILERS: Final = DELIVERING | COMPOSING | TESTING


def program(word: Value) -> str | None:
    """The name of the program that a command's first word calls."""
    for one in alternatives(word):
        if isinstance(one, Text):
            name = one.constant if one.constant is not None else ropes.beginning(one)
            if name:
                return name.rpartition("/")[2]
    return None


def shell_words(command: Text) -> list[Run]:
    """The words of the last simple command that sends mail in a shell's command line; quotes group, holes are parts of words,
    what a redirection names is no word of the command.
    """
    last: list[Run] | None = None
    for found in reversed(commands_of(command)):
        if found and program(found[0].value) in MAILERS:
            return found
        last = found if last is None else last
    return last or []


def commands_of(command: Text, *, shell: bool = True) -> list[list[Run]]:
    """The words of each simple command in a line.

    Parameters
    ----------
    command: the line.
    shell: what parts commands, and leads to files, does so; else it is a letter like any other.
    """
    words: list[list[Part]] = [[]]
    quote = ""
    commands: list[list[list[Part]]] = []
    files: list[list[Part]] = []  # those of the words that name what is read from or written to
    for part in command.parts:
        if not isinstance(part, Piece):
            if isinstance(part, Joined):
                blank = "".join(piece.text for piece in part.separator if isinstance(piece, Piece))
                if not quote and blank and not blank.strip():  # several words
                    words.append([part])
                    words.append([])
                    continue
            words[-1].append(part)
            continue
        for character in part.text:
            if quote:
                if character == quote:
                    quote = ""
                else:
                    words[-1].append(Piece(character, part.trail))
            elif character in "'\"":
                quote = character
                words[-1].append(Piece("", part.trail))
            elif not shell and not character.isspace():
                words[-1].append(Piece(character, part.trail))
            elif (
                files and files[-1] is words[-1] and not words[-1] and character in "<>& \t"
            ):  # `<<`, `>>`, `>&`, `> file`
                continue
            elif character in "<>":
                if all(isinstance(one, Piece) and one.text.isdigit() for one in words[-1]):
                    words.pop()  # the number of a stream
                words.append([])
                files.append(words[-1])
            elif shell and character in "|;&\n":
                commands.append(words)
                if character != "|":  # what stands in front gives nothing to what comes behind
                    commands.append([[]])
                words = [[]]
            elif character.isspace():
                words.append([])
            else:
                words[-1].append(Piece(character, part.trail))
    commands.append(words)
    return [[_word(word) for word in one if word and not any(word is file for file in files)] for one in commands]


def _word(parts: list[Part]) -> Run:
    merged: list[Part] = []
    for part in parts:
        if isinstance(part, Piece) and merged and isinstance(merged[-1], Piece):
            merged[-1] = Piece(merged[-1].text + part.text, merged[-1].trail or part.trail)
        else:
            merged.append(part)
    if len(merged) == 1 and isinstance(merged[0], Joined) and merged[0].separator != ():
        return Run(Text(tuple(merged)), ONE)
    if len(merged) == 1 and isinstance(merged[0], Hole):
        return Run(merged[0].value)
    return Run(Text(tuple(merged), next((part.trail for part in merged if part.trail is not None), None)))


def split_words(call: Invocation) -> Value:
    """`shlex.split(line)`."""
    line = call.get(0, "s")
    if not isinstance(line, Text):
        return call.unknown()
    words = [word for command in commands_of(line, shell=False) for word in command]
    return call.core.new_list(tuple(words), call.node, line.trail)


HANDLERS: Final[dict[str, Handler]] = {"shlex.split": split_words}
