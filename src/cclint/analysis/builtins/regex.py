"""`re`: one match of a pattern, or any number."""

from __future__ import annotations

import re
from typing import Final

from cclint.analysis.count import MANY, UNBOUNDED, Count
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.heap import Mapping
from cclint.analysis.lattice import normal
from cclint.analysis.rope import Text, plain, text
from cclint.analysis.trail import Trail
from cclint.analysis.value import STRING, Opaque, Run, Runs, Seq, Value, each
from cclint.ir.types import Type


def pattern(call: Invocation) -> Value:
    """`re.compile`: what the pattern is."""
    return Opaque(("pattern", call.core.path, call.node.at), type=Type("re.Pattern"))


def found_all(call: Invocation) -> Value:
    """`findall`, `finditer`, `re.split`: any number of parts of the text."""
    own = call.receiver is not None
    subject, known = call.get(0 if own else 1, "string"), plain(call.get(0)) if not own else ...
    trail = call.hop("split", "a pattern", prev=subject.trail if subject is not None else None)
    key = ("part", subject.identity if subject is not None else call.node.at)
    content = plain(subject) if subject is not None else ...
    flags = call.get(2, "flags")
    if isinstance(known, str) and isinstance(content, str) and flags is None and not call.name.endswith("finditer"):
        runs = _matched(call.name, known, content, trail)
        if runs is not None:
            return call.core.new_list(runs, call.node, trail)
    if (
        call.name.endswith(".split")
        and isinstance(subject, Opaque)
        and (not isinstance(known, str) or "," in known or ";" in known)
    ):
        call.core.plural.setdefault(subject.key, subject.trail)
    kind = Type("re.Match") if call.name.endswith("finditer") else STRING
    part = Opaque(key, kind, born=call.core.running, trail=trail)
    return call.core.new_list(
        (Run(part, MANY),), call.node, trail, "iterator" if call.name.endswith("finditer") else "list"
    )


def _matched(name: str, wanted: str, content: str, trail: Trail | None) -> Runs | None:
    if (
        len(content) > 10_000 or len(wanted) > 200 or re.search(r"[*+}]\)[*+{]", wanted)
    ):  # no patterns that may run for ever
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
    return Opaque(
        ("match", subject.identity if subject is not None else call.node.at, call.core.path, call.node.at),
        Type("re.Match"),
        born=call.core.running,
        trail=trail,
    )


def substituted(call: Invocation) -> Value:
    """`re.sub`: a text as unknown as the one that it is made of."""
    own = call.receiver is not None
    subject = call.get(1 if own else 2, "string")
    new, known = plain(call.get(0 if own else 1, "repl")), plain(call.get(0)) if not own else ...
    if subject is None:
        return call.unknown()
    if isinstance(subject, Text) and subject.constant is not None and isinstance(new, str) and isinstance(known, str):
        runs = _matched("re.split", known, subject.constant, subject.trail)
        if runs is not None and "\\" not in new and "(" not in known:
            return text(new.join(str(plain(run.value)) for run in runs for _ in range(run.count.most)), subject.trail)
    if isinstance(new, str) and re.search(r"[,;]", new) and isinstance(subject, Opaque):
        return subject.refined(count=Count(subject.count.least, UNBOUNDED))
    if isinstance(subject, Opaque):
        return subject
    return Opaque(("sub", subject.identity), STRING, trail=subject.trail)


def grouped(call: Invocation) -> Value:
    """`match.group(...)`, `match[...]`: one part of the text."""
    receiver = call.receiver
    trail = receiver.trail if receiver is not None else None
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
    part = Opaque(("groups", call.core.path, call.node.at), STRING, born=call.core.running, trail=trail)
    if call.name.endswith("groupdict"):
        key = Opaque(("group name",), STRING)
        return call.core.new(Mapping("dict", (), MANY, key, part), call.node, trail)
    return Seq("tuple", (Run(part, MANY),), trail)


HANDLERS: Final[dict[str, Handler]] = {
    "re.compile": pattern, "re.findall": found_all, "re.finditer": found_all, "re.split": found_all, "re.search":
    found_one,
    "re.match": found_one, "re.fullmatch": found_one, "re.sub": substituted, "re.subn": substituted,
    "re.Pattern.findall": found_all,
    "re.Pattern.finditer": found_all, "re.Pattern.split": found_all, "re.Pattern.search": found_one,
    "re.Pattern.match": found_one,
    "re.Pattern.fullmatch": found_one, "re.Pattern.sub": substituted, "re.Match.group": grouped,
    "re.Match.__getitem__": grouped,
    "re.Match.groups": groups, "re.Match.groupdict": groups,
}  # fmt: skip
