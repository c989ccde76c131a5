"""`re`: one match of a pattern, or any number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.analysis import text as ropes
from cclint.analysis.code import Bound, Func
from cclint.analysis.count import MANY, SOME, UNBOUNDED, Count
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.heap import Bag, Mapping
from cclint.analysis.lattice import normal
from cclint.analysis.rope import Joined, Piece, Text, plain, text
from cclint.analysis.trail import Trail
from cclint.analysis.value import NOTHING, STRING, Opaque, Run, Runs, Seq, Value, each
from cclint.ir.types import Type


def pattern(call: Invocation) -> Value:
    """`re.compile`: what the pattern is."""
    known = plain(call.get(0, "pattern"))
    if isinstance(known, str) and call.get(1, "flags") is None:
        return Opaque(("pattern", known), type=Type("re.Pattern"))
    return Opaque(("pattern", call.core.path, call.node.at), type=Type("re.Pattern"))


def wanted(call: Invocation) -> str | None:
    """The pattern of a call, where it is known and has no flags."""
    own = call.receiver
    if isinstance(own, Opaque) and isinstance(own.key, tuple) and len(own.key) == 2 and isinstance(own.key[1], str):
        return own.key[1]
    known = plain(call.get(0, "pattern")) if own is None else ...
    return known if isinstance(known, str) and call.arguments.keywords.get("flags") is None else None


LONGEST: Final = 10_000
"""The longest text that a pattern is tried on."""
PATIENCE: Final = 10**9
"""The most ways in which a pattern may be tried on a text: few patterns take all that they could."""
PATTERN: Final = re.compile(
    r"""
      \\. | \[\^?\]?(?:\\.|[^]\\])*\]                                  # what stands for one character
    | (?P<opened>\((?:\?(?:[:=!>]|<[=!]|P?<\w+>|[aiLmsux-]+:?))?)
    | (?P<closed>\)(?P<repeated>[*+{])?)
    | (?P<again>[*+{]) | (?P<chosen>[?|])
    """,
    re.VERBOSE | re.DOTALL,
)
"""What decides how long a search can take: groups, repetitions, and what may be there or not."""


def is_harmless(wanted: str, content: str) -> bool:
    """Whether a pattern can be tried without running for ever.

    Where something is repeated in which something else is repeated or chosen, a text can be read in a number of ways that
    doubles with every character. Repetitions behind each other take a power of the text's length.
    """
    if len(content) > LONGEST or len(wanted) > 200:
        return False
    ways = max(len(content), 1)
    varied = [False]  # for each group that is open
    for token in PATTERN.finditer(wanted):
        if token["opened"]:
            varied.append(False)
        elif token["closed"] and len(varied) > 1:
            inner = varied.pop()
            if inner and token["repeated"]:
                return False
            varied[-1] |= inner
        if token["again"] or token["repeated"]:
            ways *= max(len(content), 1)
        elif token["chosen"]:
            ways *= 2
        varied[-1] |= bool(token["again"] or token["repeated"] or token["chosen"])
    return ways <= PATIENCE


def found_all(call: Invocation) -> Value:
    """`findall`, `finditer`, `re.split`: any number of parts of the text."""
    own = call.receiver is not None
    subject, known = call.get(0 if own else 1, "string"), wanted(call)
    trail = call.hop("split", "a pattern", prev=subject.trail if subject is not None else None)
    key = ("part", subject.identity if subject is not None else call.node.at)
    content = plain(subject) if subject is not None else ...
    flags = call.get(2, "flags")
    if isinstance(known, str) and isinstance(content, str) and flags is None and not call.name.endswith("finditer"):
        runs = _matched(call.name, known, content, trail)
        if runs is not None:
            return call.core.new_list(runs, call.node, trail)
    if call.name.endswith(".split") and isinstance(subject, Text) and isinstance(known, str) and flags is None:
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


def _matched(name: str, wanted: str, content: str, trail: Trail | None) -> Runs | None:
    if not is_harmless(wanted, content):
        return None
    try:
        found = re.split(wanted, content) if name.endswith("split") else re.findall(wanted, content)
    except (re.error, RecursionError, OverflowError):
        return None
    if any(not isinstance(one, str) for one in found):
        return None
    return normal(Run(text(one, trail)) for one in found)


def found_one(call: Invocation) -> Value:
    """`search`, `match`, `fullmatch`: one match or none."""
    own = call.receiver is not None
    subject = call.get(0 if own else 1, "string")
    trail = subject.trail if subject is not None else None
    known, content = wanted(call), plain(subject)
    if isinstance(known, str) and isinstance(content, str) and is_harmless(known, content):
        try:
            found = getattr(re, call.name.rpartition(".")[2])(known, content)
        except (re.error, RecursionError, OverflowError):
            found = ...
        if found is None:
            return NOTHING
        if found is not ...:
            return call.core.new(Bag("re.Match", tuple(_groups(found, trail))), call.node, trail)
    return Opaque(
        ("match", subject.identity if subject is not None else call.node.at, call.core.path, call.node.at),
        Type("re.Match"),
        born=call.core.running,
        trail=trail,
    )


def _groups(found: re.Match[str], trail: Trail | None) -> Iterator[tuple[str, Value]]:
    for number, content in enumerate((found.group(), *found.groups())):
        yield str(number), NOTHING if content is None else text(content, trail)
    for name, content in found.groupdict().items():
        yield name, NOTHING if content is None else text(content, trail)


def substituted(call: Invocation) -> Value:
    """`re.sub`: a text as unknown as the one that it is made of."""
    own = call.receiver is not None
    subject = call.get(1 if own else 2, "string")
    repl = call.get(0 if own else 1, "repl")
    new, known = plain(repl), wanted(call)
    if subject is None:
        return call.unknown()
    if isinstance(subject, Text) and subject.constant is not None and isinstance(known, str) and "(" not in known:
        runs = _matched("re.split", known, subject.constant, subject.trail)
        if runs is not None and not isinstance(repl, (Func, Bound)) and "\\" not in str(new):
            return ropes.join(call.core.string(repl or text(""), call.node), runs, subject.trail)
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
