"""`re`: one match of a pattern, or any number."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.values import text as ropes
from cclint.analysis.values.alike import cut
from cclint.analysis.values.code import Method, Partial, is_function
from cclint.analysis.values.count import MANY, SOME, UNBOUNDED, Count
from cclint.analysis.values.heap import Bag, Mapping
from cclint.analysis.values.lattice import normal
from cclint.analysis.values.rope import EMPTY, Joined, Parts, Piece, Text, plain, text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Run, Runs, Seq, Value, each
from cclint.ir.types import Type


def pattern(call: Invocation) -> Value:
    """`re.compile`: what the pattern is."""
    known = flagged(plain(call.get(0, "pattern")), call.get(1, "flags"))
    if known is not None:
        return Opaque(("pattern", known), type=Type("re.Pattern"))
    return Opaque(("pattern", call.core.path, call.node.at), type=Type("re.Pattern"))


def wanted(call: Invocation) -> str | None:
    """The pattern of a call, where it is known."""
    own = call.receiver
    if isinstance(own, Opaque) and isinstance(own.key, tuple) and len(own.key) == 2 and isinstance(own.key[1], str):
        return own.key[1]
    position = FLAGS_AT.get(call.name.rpartition(".")[2], 2)
    return flagged(plain(call.get(0, "pattern")), call.get(position, "flags")) if own is None else None


def flagged(known: object, flags: Value | None) -> str | None:
    """A pattern that says in itself with which flags it is compiled; None where that is not known."""
    number = 0 if flags is None else plain(flags)
    if not isinstance(known, str) or not isinstance(number, int):
        return None
    letters = "".join(letter for bit, letter in FLAGS.items() if number & bit)
    return f"(?{letters}){known}" if letters else known


FLAGS: Final = {int(getattr(re, letter)): letter.lower() for letter in "AIMSX"}
FLAGS_AT: Final = {"split": 3, "sub": 4, "subn": 4}
"""Where the flags stand among the arguments, where they are not the third."""
LONGEST: Final = 10_000
"""The longest text that a pattern is tried on."""
MOST: Final = 100
"""The most matches of one search that are told apart."""
SAMPLES: Final = ("a", "B 2", "x, y@z.w;\t'q'")
"""What stands for a part of a text that is not known: what a pattern finds counts where it finds the same with each of them."""
PATIENCE: Final = 10**9
"""The most ways in which a pattern may be tried on a text: few patterns take all that they could."""
PATTERN: Final = re.compile(
    r"""
      (?P<one>\\. | \[\^?\]?(?:\\.|[^]\\])*\])                            # what stands for one character
    | (?P<opened>\((?:\?(?:[:=!>]|<[=!]|P?<\w+>|[aiLmsux-]+:?))?)
    | (?P<closed>\)(?P<repeated>[*+]|\{\d*,?\d*\})?)
    | (?P<again>[*+]|\{\d+,?\d*\}|\{,\d+\}) | (?P<chosen>[?|])
    """,
    re.VERBOSE | re.DOTALL,
)
"""What decides how long a search can take: groups, repetitions, and what may be there or not."""


def is_harmless(wanted: str, content: str) -> bool:
    """Whether a pattern can be tried without running for ever.

    Where something is repeated in which something else is repeated or chosen, a text can be read in a number of ways that
    doubles with every character. Repetitions behind each other multiply: each can be as long as the text has characters of
    its kind in a row.
    """
    if len(content) > LONGEST or len(wanted) > 200:
        return False
    ways = max(len(content), 1)
    varied = [False]  # for each group that is open
    last: re.Match[str] | None = None
    for token in PATTERN.finditer(wanted):
        if token["opened"]:
            varied.append(False)
        elif token["closed"] and len(varied) > 1:
            inner = varied.pop()
            if inner and token["repeated"]:
                return False
            varied[-1] |= inner
        if token["again"]:
            start = last.start() if last is not None and last.end() == token.start() else token.start() - 1
            ways *= 1 + _longest(wanted[start : token.start()], content)
        elif token["repeated"]:
            ways *= max(len(content), 1)
        elif token["chosen"]:
            ways *= 2
        last = token if token["one"] else None
        varied[-1] |= bool(token["again"] or token["repeated"] or token["chosen"])
    return ways <= PATIENCE


def _longest(one: str, content: str) -> int:
    """How many characters in a row a part of a pattern matches that stands for one character."""
    if one in (".", " "):  # of a pattern that is laid out with blanks, this may be another one
        return len(content)
    try:
        return max((len(run.group()) for run in re.finditer(f"(?:{one})+", content)), default=0)
    except re.error:
        return len(content)


def found_all(call: Invocation) -> Value:
    """`findall`, `finditer`, `re.split`: any number of parts of the text."""
    own = call.receiver is not None
    subject, known = call.get(0 if own else 1, "string"), wanted(call)
    trail = call.hop("split", "a pattern", prev=subject.trail if subject is not None else None)
    key = ("part", subject.identity if subject is not None else call.node.at)
    content = plain(subject) if subject is not None else ...
    if isinstance(known, str) and isinstance(content, str):
        runs = _matched(call, known, content, trail)
        if runs is not None:
            return call.core.new_list(runs, call.node, trail, "iterator" if call.name.endswith("finditer") else "list")
    if call.name.endswith(".split") and isinstance(subject, Text) and isinstance(known, str):
        separator = joining(subject, known)
        if separator:
            return call.core.new_list(ropes.split(subject, separator, trail), call.node, trail)
    if (
        subject is not None
        and call.name.endswith(".split")
        and (not isinstance(known, str) or "," in known or ";" in known)
    ):
        call.core.taken_apart(subject)
    kind = Type("re.Match") if call.name.endswith("finditer") else STRING
    part = Opaque(key, kind, born=call.core.running, trail=trail)
    count = SOME if call.name.endswith(".split") else MANY
    return call.core.new_list(
        (Run(part, count),), call.node, trail, "iterator" if call.name.endswith("finditer") else "list"
    )


def joining(subject: Text, wanted: str) -> str:
    """What the parts of a text were joined with, where a pattern matches just that; "" where it does not."""
    between = {
        "".join(piece.text for piece in part.separator if isinstance(piece, Piece))
        for part in subject.parts
        if isinstance(part, Joined)
    }
    if len(between) != 1 or not is_harmless(wanted, ""):
        return ""
    separator = between.pop()
    try:
        return separator if re.compile(wanted).groups == 0 and re.fullmatch(wanted, separator) else ""
    except (re.error, RecursionError, OverflowError):
        return ""


def _matched(call: Invocation, wanted: str, content: str, trail: Trail | None) -> Runs | None:
    """What `findall`, `finditer` and `split` find in a text that is known."""
    parts = _split(wanted, content) if call.name.endswith("split") else None
    if parts is not None:
        return normal(Run(text(one, trail)) for one in parts)
    matches = None if call.name.endswith("split") else _matches(wanted, content)
    if matches is None:
        return None
    if call.name.endswith("finditer"):
        return normal(Run(_match(call, _spans(found), (Piece(content, trail),), trail)) for found in matches)
    return normal(Run(_of_findall(found, trail)) for found in matches)


def _of_findall(found: re.Match[str], trail: Trail | None) -> Value:
    held = found.groups("") or (found.group(),)
    return text(held[0], trail) if len(held) == 1 else Seq("tuple", each(text(one, trail) for one in held), trail)


def _split(wanted: str, content: str) -> list[str] | None:
    """What a text is split into; None where that cannot be said."""
    if not is_harmless(wanted, content):
        return None
    try:
        found = re.split(wanted, content)
    except (re.error, RecursionError, OverflowError):
        return None
    return found if all(isinstance(one, str) for one in found) else None


def _matches(wanted: str, content: str) -> list[re.Match[str]] | None:
    """All that a pattern finds in a text; None where that cannot be said, or is too much."""
    if not is_harmless(wanted, content):
        return None
    try:
        found = list(islice(re.finditer(wanted, content), MOST + 1))
    except (re.error, RecursionError, OverflowError):
        return None
    return found if len(found) <= MOST else None


Spans = dict[str, tuple[int, int]]
"""Where the groups of a match stand, by number and by name; -1 for one that took no part."""


def _spans(found: re.Match[str]) -> Spans:
    named = {name: found.span(name) for name in found.groupdict()}
    return {str(number): found.span(number) for number in range(1 + len(found.groups()))} | named


def _match(call: Invocation, spans: Spans, parts: Parts, trail: Trail | None) -> Value:
    """The object for a match."""
    facts = tuple(
        (name, NOTHING if start < 0 else Text(cut(parts, start, stop), trail)) for name, (start, stop) in spans.items()
    )
    return call.core.new(Bag("re.Match", facts), call.node, trail)


def found_one(call: Invocation) -> Value:
    """`search`, `match`, `fullmatch`: one match or none."""
    own = call.receiver is not None
    subject = call.get(0 if own else 1, "string")
    trail = subject.trail if subject is not None else None
    known = wanted(call)
    if isinstance(known, str) and isinstance(subject, Text):
        sure, spans = _tried(call.name.rpartition(".")[2], known, subject.parts)
        if sure:
            return NOTHING if spans is None else _match(call, spans, subject.parts, trail)
    return Opaque(
        ("match", subject.identity if subject is not None else call.node.at, call.core.path, call.node.at),
        Type("re.Match"),
        born=call.core.running,
        trail=trail,
    )


def _tried(how: str, wanted: str, parts: Parts) -> tuple[bool, Spans | None]:
    """Whether it is sure what a pattern finds in a text, and that; None for nothing."""
    answers: list[Spans | None] = []
    for sample in SAMPLES if any(not isinstance(part, Piece) for part in parts) else SAMPLES[:1]:
        content, places = _filled(parts, sample)
        if not is_harmless(wanted, content):
            return False, None
        try:
            found: re.Match[str] | None = getattr(re, how)(wanted, content)
        except (re.error, RecursionError, OverflowError):
            return False, None
        spans = None if found is None else _spans(found)
        if spans is not None:
            if any(place >= 0 and place not in places for span in spans.values() for place in span):
                return False, None  # within something that is not known
            spans = {name: (places.get(start, -1), places.get(stop, -1)) for name, (start, stop) in spans.items()}
        answers.append(spans)
    return all(one == answers[0] for one in answers), answers[0]


def _filled(parts: Parts, sample: str) -> tuple[str, dict[int, int]]:
    """A text with something in the place of what is not known, and for the places in it those in the rope."""
    content, places, place = "", {0: 0}, 0
    for part in parts:
        known = part.text if isinstance(part, Piece) else sample
        if isinstance(part, Piece):
            places.update((len(content) + index, place + index) for index in range(len(known)))
        content += known
        place += len(known) if isinstance(part, Piece) else 1
        places[len(content)] = place
    return content, places


def substituted(call: Invocation) -> Value:
    """`re.sub`: a text as unknown as the one that it is made of."""
    own = call.receiver is not None
    subject = call.get(1 if own else 2, "string")
    repl = call.get(0 if own else 1, "repl")
    new, known = plain(repl), wanted(call)
    if subject is None:
        return call.unknown()
    if isinstance(subject, Text) and subject.constant is not None and isinstance(known, str) and repl is not None:
        made = replaced(call, known, repl, subject)
        if made is not None:
            return made
    if isinstance(new, str) and re.search(r"[,;]", new) and isinstance(subject, Opaque):
        return subject.refined(count=Count(subject.count.least, UNBOUNDED))
    if isinstance(subject, Opaque):
        return subject
    if isinstance(subject, Text) and isinstance(new, str) and isinstance(known, str) and is_harmless(known, ""):
        compiled, replacement = known, new

        def change(content: str) -> str:
            try:
                return re.sub(compiled, replacement, content) if len(content) <= LONGEST else content
            except (re.error, RecursionError, IndexError):
                return content

        return ropes.mapped(subject, change)  # what is known of it; what is not stays unknown
    return Opaque(("sub", subject.identity), STRING, trail=subject.trail)


def replaced(call: Invocation, wanted: str, repl: Value, subject: Text) -> Value | None:
    """A text that is known, with something else in the place of what a pattern finds; None where it cannot be said."""
    content, replacement = subject.constant or "", plain(repl)
    matches = _matches(wanted, content)
    if matches is None or "\\" in str(replacement):
        return None
    calls = is_function(repl) or isinstance(repl, (Method, Partial))
    if not matches or (isinstance(repl, Opaque) and repl.type != STRING):
        return subject if not matches else None
    made, start = EMPTY, 0
    for found in matches:
        given = (
            call.core.call(
                repl,
                Arguments.of(_match(call, _spans(found), (Piece(content, subject.trail),), subject.trail)),
                call.node,
            )
            if calls
            else repl
        )
        made = ropes.concat(made, text(content[start : found.start()], subject.trail))
        made = ropes.concat(made, call.core.string(given, call.node), lambda before: call.hop("text", prev=before))
        start = found.end()
    return ropes.concat(made, text(content[start:], subject.trail))


def grouped(call: Invocation) -> Value:
    """`match.group(...)`, `match[...]`: one part of the text."""
    receiver = call.receiver
    trail = receiver.trail if receiver is not None else None
    record = call.core.record(receiver) if receiver is not None else None
    if isinstance(record, Bag):
        wanted_ones = [str(plain(run.value)) for run in call.arguments.positional] or ["0"]
        found = [record.get(name) or call.unknown() for name in wanted_ones]
        return found[0] if len(found) == 1 else Seq("tuple", each(found), trail)
    key = (
        "group",
        receiver.identity if receiver is not None else call.node.at,
        tuple(plain(run.value) for run in call.arguments.positional),
    )
    if len(call.arguments.positional) > 1:
        parts = [
            Opaque((key, index), STRING, born=call.core.running, trail=trail)
            for index in range(len(call.arguments.positional))
        ]
        return Seq("tuple", each(parts), trail)
    return Opaque(key, STRING, born=call.core.running, trail=trail)


def groups(call: Invocation) -> Value:
    trail = call.receiver.trail if call.receiver is not None else None
    record = call.core.record(call.receiver) if call.receiver is not None else None
    if isinstance(record, Bag) and not call.name.endswith("groupdict"):
        return Seq("tuple", each(value for name, value in record.facts if name.isdigit() and name != "0"), trail)
    part = Opaque(("groups", call.core.path, call.node.at), STRING, born=call.core.running, trail=trail)
    if call.name.endswith("groupdict"):
        key = Opaque(("group name",), STRING)
        return call.core.new(Mapping("dict", (), MANY, key, part), call.node, trail)
    return Seq("tuple", (Run(part, MANY),), trail)


HANDLERS: Final[dict[str, Handler]] = {
    "re.compile": pattern, "re.findall": found_all, "re.finditer": found_all, "re.split": found_all,
    "re.search": found_one, "re.match": found_one, "re.fullmatch": found_one, "re.sub": substituted,
    "re.subn": substituted, "re.Pattern.findall": found_all, "re.Pattern.finditer": found_all,
    "re.Pattern.split": found_all, "re.Pattern.search": found_one, "re.Pattern.match": found_one,
    "re.Pattern.fullmatch": found_one, "re.Pattern.sub": substituted, "re.Match.group": grouped,
    "re.Match.__getitem__": grouped, "re.Match.groups": groups, "re.Match.groupdict": groups,
}  # fmt: skip
