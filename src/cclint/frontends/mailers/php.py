"""PHP: `mail($to, $subject, ...)`, one message whose To is the first argument as it stands.

https://www.php.net/manual/en/function.mail.php: commas part addresses; further headers stand in the fourth argument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

STRING: Final = r"(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
VALUE: Final = rf"(?:{STRING}|\[[^\[\]]*\]|array\([^()]*\)|\$\w+|\w+\([^()]*\))(?:\s*\.\s*(?:{STRING}|\$\w+))*"
CALL: Final = re.compile(rf"(?<![\w>:$])@?mail\(\s*(?P<to>{VALUE})\s*,")
ASSIGNED: Final = re.compile(rf"^[ \t]*\$(?P<name>\w+)\s*(?P<more>\.)?=\s*(?P<value>{VALUE})\s*;", re.MULTILINE)
JOINED: Final = re.compile(rf"(?:implode|join)\(\s*{STRING}\s*,\s*(?P<of>\$\w+|\[[^\[\]]*\])\s*\)")
CALLED: Final = 4_000
"""Characters in front of something in which the loop around it is looked for."""
LOOPS: Final = 8
LOOP: Final = re.compile(r"\b(?:foreach|while|for)\s*\(")


def php(content: str, places: Places) -> Iterator[Event]:
    """What a script sends, and the variables that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = []
    for match in ASSIGNED.finditer(content):
        at = places.at(*match.span("value"))
        value = expression(match["value"], at)
        if match["more"]:
            before = ir.Name(at, match["name"])
            looped = _looped(content, match.start())
            value = (
                everybody(at, f"{match['name']} of a loop")
                if looped
                else ir.Format(at, (ir.Slot(at, before), ir.Slot(at, value)))
            )
        found.append((match.start(), Named(match["name"], value)))
    for match in CALL.finditer(content):
        line = content[content.rfind("\n", 0, match.start()) + 1 : match.start()].lstrip()
        if not line.startswith(("//", "#", "*", "function ")):
            at = places.at(*match.span("to"))
            found.append((match.start(), Outgoing(at, "mail()", (("To", expression(match["to"], at)),))))
    for _, event in sorted(found, key=lambda pair: pair[0]):
        yield event


def _looped(content: str, offset: int) -> bool:
    """Whether something stands in the braces of a loop."""
    start = max(offset - CALLED, 0)
    for match in [*LOOP.finditer(content, start, offset)][-LOOPS:]:
        between = content[match.end() : offset]
        if between.count("{") > between.count("}"):
            return True
    return False


def expression(source: str, at: Span) -> ir.Expression:
    """A value: texts, variables, arrays, and what joins them."""
    source = source.strip()
    if re.fullmatch(STRING, source):
        return text(source[1:-1], at)
    if re.fullmatch(r"\$\w+", source):
        return ir.Name(at, source[1:])
    if re.fullmatch(r"\[[^\[\]]*\]|array\([^()]*\)", source):
        words = re.findall(rf"{STRING}(?!\s*=>)|\$\w+(?!\s*=>)", source)
        return ir.Display(at, "list", tuple(expression(word, at) for word in words))
    joined = JOINED.fullmatch(source)
    if joined is not None:
        given = ir.Argument(expression(joined["of"], at))
        return ir.Call(at, ir.Attribute(at, ir.Constant(at, ", "), "join"), (given,))
    pieces = re.findall(rf"{STRING}|\$\w+", source) if re.search(r"\s\.\s|\"\.|\.\"|'\.|\.'", source) else []
    if pieces:
        return ir.Format(at, tuple(ir.Slot(at, expression(one, at)) for one in pieces))
    return ir.Name(at, source)
