"""What a shell gives to a program as its standard input: a here-document, or what the command before a pipe prints.
https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07_04
"""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.builtins.system.shell import MAILERS, commands_of, program
from cclint.analysis.values import text as ropes
from cclint.analysis.values.rope import EMPTY, Hole, Part, Piece, Text, text
from cclint.analysis.values.value import Run, Value

DOCUMENT: Final = re.compile(r"(?P<tabs>-?)[ \t]*[\"'\\]?(?P<end>\w+)[\"']?")
ESCAPES: Final = {"\\n": "\n", "\\r": "\r", "\\t": "\t"}


def parted(command: Text) -> tuple[Text, Text | None]:
    """A command line without its first here-document, and that.

    Parameters
    ----------
    command: the line, of as many lines as it has.
    """
    found = ropes.cut(command, "<<")
    head = DOCUMENT.match(ropes.beginning(found[1])) if found is not None else None
    if found is None or head is None:
        return command, None
    before, rest = found
    behind = ropes.sliced(rest, head.end(), None)
    lines = ropes.cut(behind, "\n") if behind is not None else None
    if lines is None:
        return command, None
    line, body = lines
    ended = ropes.cut(ropes.concat(text("\n"), body), f"\n{head['end']}")
    document, after = ended if ended is not None else (body, EMPTY)
    if head["tabs"]:
        document = ropes.replaced(document, "\n\t", "\n")
    if ended is not None:
        document = ropes.sliced(document, 1, None) or EMPTY  # the line break that was put in front
    return ropes.concat(ropes.concat(before, line), after), document


def printed(command: Text) -> Value | None:
    """What the command in front of one that sends mail prints: `echo text | sendmail -t`; None where nobody can say."""
    commands = commands_of(command)
    places = [number for number, words in enumerate(commands) if words and program(words[0].value) in MAILERS]
    source = commands[places[-1] - 1] if places and places[-1] else []
    name = program(source[0].value) if source else None
    if name == "printf" and len(source) > 1:
        return _formatted(source[1], source[2:])
    if name != "echo":
        return None
    words = source[1:]
    escaped = False
    while words and ropes.beginning(_text(words[0])) in ("-e", "-n", "-ne", "-en"):
        escaped = escaped or "e" in ropes.beginning(_text(words[0]))
        words = words[1:]
    made = EMPTY
    for number, word in enumerate(words):
        made = ropes.concat(ropes.concat(made, text(" ")) if number else made, _text(word))
    return _unescaped(made) if escaped else made


def _formatted(form: Run, words: list[Run]) -> Text:
    """`printf format words...`: each `%s` is the next word."""
    parts: list[Part] = []
    left = list(words)
    for part in _unescaped(_text(form)).parts:
        if not isinstance(part, Piece):
            parts.append(part)
            continue
        for number, piece in enumerate(part.text.split("%s")):
            if number and left:
                parts.extend(_text(left.pop(0)).parts)
            parts.append(Piece(piece, part.trail))
    return Text(tuple(parts))


def _unescaped(value: Text) -> Text:
    for written, meant in ESCAPES.items():
        value = ropes.replaced(value, written, meant)
    return value


def _text(word: Run) -> Text:
    return word.value if isinstance(word.value, Text) else Text((Hole(word.value),))
