"""`cclint trace FILE:LINE`: what the analysis knows at a place, for users who doubt a finding, and for us."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from cclint.analysis import Analysis, Known
from cclint.analysis.facts import Send
from cclint.analysis.values.count import Count
from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import tell
from cclint.discovery.paths import Targets
from cclint.finding import Step
from cclint.plugins import load
from cclint.privacy import masked
from cclint.refusal import Refused


def trace_place(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status: 0 where something is known, 2 where the line is never reached.

    Raises
    ------
    Refused: the place is not of the form FILE:LINE, or there is no such file or line.
    """
    parser = Parser("cclint trace", "Tell what the analysis knows at a line: values, counts, origins, messages.")
    parser.add_argument("place", metavar="FILE:LINE")
    parser.add_argument("--show-addresses", action="store_true", help="do not mask addresses that stand in the sources")
    add_configuration(parser)
    options = parser.read(arguments)
    file, line = _place(options.place)
    config = configuration(options, [file])
    from cclint.engine import trace

    path = os.path.relpath(os.path.realpath(file), os.path.realpath(config.root)).replace(os.sep, "/")
    found = trace(Targets((file,)), config, load(config), (path, line))
    text = "\n".join(_told(found, path, line))
    tell((text if options.show_addresses else masked(text)) + "\n")
    return 0 if found.known or _messages(found, path, line) else 2


def _place(given: str) -> tuple[str, int]:
    file, _, number = given.rpartition(":")
    if not file or not number.isdigit() or int(number) < 1:
        raise Refused(f"{given!r} is no place: give FILE:LINE, as in main.py:12")
    if not os.path.isfile(file):
        raise Refused(f"there is no file {file!r}")
    with open(file, "rb") as lines:
        length = sum(1 for _ in lines)
    if int(number) > length:
        raise Refused(f"{file!r} has {length} lines, so there is no line {number}")
    return file, int(number)


def _told(found: Analysis, path: str, line: int) -> Iterator[str]:
    yield f"{path}:{line}"
    for calls, values in _by_call(found.known).items():
        yield ""
        yield f"  reached through {' -> '.join(calls)}" if calls else "  reached from the module itself"
        for name, kind, count, steps in values:
            told = "counted as" if kind.startswith("unknown") else "holds"
            yield f"    {name}: {kind}; {told} {_addresses(count)}"
            yield from _steps(steps, "      ")
    messages = list(_messages(found, path, line))
    for number, send in enumerate(messages, start=1):
        yield ""
        yield f"  message {number} of {len(messages)}, sent by {send.api} at {send.place.path}:{send.place.line}"
        for field in send.fields:
            apart = ", a message for each" if field.each else ""
            yield f"    {field.role}: {_addresses(field.count)}{apart}, written at {field.place.path}:{field.place.line}"
            yield from _steps(field.trace, "      ")
        if send.envelope is not None:
            yield f"    envelope: {_addresses(send.envelope)}"
    if not found.known and not messages:
        yield ""
        yield "  nothing is known here: no path that can send mail gets to this line, or it evaluates nothing"


def _by_call(known: Iterable[Known]) -> dict[tuple[str, ...], list[tuple[str, str, Count, tuple[Step, ...]]]]:
    """What is known, for each way to the line; rounds of a loop and calls with other arguments put together."""
    merged: dict[tuple[str, ...], dict[str, tuple[list[str], Count, dict[Step, None]]]] = {}
    for one in known:
        values = merged.setdefault(one.calls, {})
        kinds, count, steps = values.get(one.name, ([], one.addresses, {}))
        kinds = kinds if one.kind in kinds else [*kinds, one.kind]
        values[one.name] = (kinds, count | one.addresses, {**steps, **dict.fromkeys(one.steps)})
    return {
        calls: [(name, " or ".join(kinds), count, tuple(steps)) for name, (kinds, count, steps) in values.items()]
        for calls, values in merged.items()
    }


def _messages(found: Analysis, path: str, line: int) -> list[Send]:
    def touches(place: object) -> bool:
        return getattr(place, "path", "") == path and getattr(place, "line", 0) == line

    return [
        send
        for send in found.sends
        if touches(send.place)
        or any(touches(field.place) or any(touches(step.place) for step in field.trace) for field in send.fields)
    ]


def _addresses(count: Count) -> str:
    words = "an unbounded number of" if count.unbounded else count.words
    return f"{words} {'address' if count.most == 1 and count.exact else 'addresses'}"


def _steps(steps: Iterable[Step], margin: str) -> Iterator[str]:
    for step in steps:
        text = step.text.replace("\n", "\\n")  # a step may quote a text of several lines
        yield f"{margin}{step.place.path}:{step.place.line}: {text}"
