"""PHP: `mail($to, $subject, ...)`, one message whose To is the first argument as it stands, and objects that are messages.

https://www.php.net/manual/en/function.mail.php: commas part addresses; further headers stand in the fourth argument.
WordPress's `wp_mail` takes a list as well, and puts all of it into one To
(https://developer.wordpress.org/reference/functions/wp_mail/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.php_objects import objects
from cclint.frontends.mailers.php_text import gathered
from cclint.frontends.outgoing import Event, Named, Outgoing, everybody
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

STRING: Final = r"(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')"
VALUE: Final = (
    rf"(?:{STRING}|\[[^\[\]]*\]|array\([^()]*\)|\$\w+|\w+\([^()]*\))(?:\s*\.\s*(?:{STRING}|\$\w+|\w+\([^()]*\)))*"
)
CALL: Final = re.compile(rf"(?<![\w>:$])@?(?:wp_mail|mb_send_mail|mail)\(\s*(?P<to>{VALUE})\s*,")
ASSIGNED: Final = re.compile(
    rf"^[ \t]*\$(?P<name>\w+)(?P<item>\[\])?\s*(?P<more>\.)?=\s*(?P<value>{VALUE}(?=\s*;)|(?!new\b)[^;\n]{{1,400}}(?=;))",
    re.MULTILINE,
)
JOINED: Final = re.compile(rf"(?:implode|join)\(\s*{STRING}\s*,\s*(?P<of>\$\w+|\[[^\[\]]*\])\s*\)")
HEADER: Final = re.compile(
    r"(?P<quote>[\"'])(?:[^\"'\n]*(?:\\r)?\\n)?[ ]*Cc:[ ]*(?P<rest>(?:(?!(?P=quote)).)*)(?P=quote)", re.IGNORECASE
)
CALLED: Final = 4_000
"""Characters in front of something in which the loop around it is looked for."""
LOOPS: Final = 8
LOOP: Final = re.compile(r"\b(?:foreach|while|for)\s*\(")


def php(content: str, places: Places) -> Iterator[Event]:
    """What a script sends, and the variables that it sets, in the order of their places."""
    found: list[tuple[int, Event]] = [*objects(content, places, expression)]
    headers = CALL.search(content) is not None
    for match in ASSIGNED.finditer(content):
        at = places.at(*match.span("value"))
        value = expression(match["value"], at)
        for shown in HEADER.finditer(match["value"]) if headers else ():
            behind = re.match(r"\s*\.\s*(\$\w+|\w+\([^()]*\))", match["value"][shown.end() :])
            parts = [text(re.split(r"\\r|\\n", shown["rest"])[0], at)] if shown["rest"].strip() else []
            if behind is not None and not re.search(r"\\r|\\n", shown["rest"]):
                parts.append(expression(behind[1], at))
            if parts:
                value_of = parts[0] if len(parts) == 1 else ir.Format(at, tuple(ir.Slot(at, one) for one in parts))
                found.append((match.start(), Outgoing(at, "mail()", (("Cc", value_of),))))
        if match["item"]:
            value = ir.Display(at, "list", (ir.Name(at, match["name"]), value))
            if _looped(content, match.start()):
                value = everybody(at, f"{match['name']} of a loop")
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
        return ir.Display(at, "list", tuple(expression(word, at) for word in _items(source)))
    joined = JOINED.fullmatch(source)
    if joined is not None:
        given = ir.Argument(expression(joined["of"], at))
        return ir.Call(at, ir.Attribute(at, ir.Constant(at, ", "), "join"), (given,))
    if re.match(r"(?:implode|join)\s*\(", source) or gathered(source):
        return everybody(at, source)
    pieces = re.findall(rf"{STRING}|\$\w+", source) if re.search(r"\s\.\s|\"\.|\.\"|'\.|\.'", source) else []
    if pieces:
        return ir.Format(at, tuple(ir.Slot(at, expression(one, at)) for one in pieces))
    return ir.Name(at, source)


def _items(source: str) -> Iterator[str]:
    """The elements of an array; of `'ann@example.org' => 'Ann'` the one that is an address."""
    for match in re.finditer(
        rf"(?P<first>{STRING}|\$\w+(?:->\w+)*)(?:\s*=>\s*(?P<second>{STRING}|\$\w+(?:->\w+)*))?", source
    ):
        named = match["second"] is not None and "@" not in match["first"] and match["first"][0] != "$"
        yield match["second"] if named else match["first"]
