"""XML as a tree of elements with their places, whatever it is about.

Read with the standard library's expat; a file that declares entities is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from cclint.ir.nodes import Span

DEEP = 200


class MarkupError(Exception):
    """A text is no XML, or more than is read; says where and why."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True)
class Element:
    """An element; names are without their namespaces, `at` is the line that it begins in."""

    name: str
    attributes: dict[str, str]
    at: Span
    text: str = ""
    inner: list[Element] = field(default_factory=list)

    def every(self) -> Iterator[Element]:
        """It and all elements within it."""
        yield self
        for one in self.inner:
            yield from one.every()

    def find(self, *names: str) -> Iterator[Element]:
        """The elements right within it that have one of the names."""
        return (one for one in self.inner if one.name in names)


def parse(content: str) -> Element:
    """The outermost element.

    Raises
    ------
    MarkupError: it cannot be read.
    """
    root = Element("", {}, (1, 1, 1, 1))
    stack = [root]
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(name: str, attributes: dict[str, str]) -> None:
        line = parser.CurrentLineNumber
        if len(stack) > DEEP:
            raise MarkupError("elements are nested too deeply", line)
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        column = parser.CurrentColumnNumber + 1
        made = Element(name.rpartition(" ")[2], plain, (line, column, line, column))
        stack[-1].inner.append(made)
        stack.append(made)

    def end(_: str) -> None:
        made = stack.pop()
        made.at = (*made.at[:2], parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)

    def data(content: str) -> None:
        stack[-1].text += content

    def entity(*_: object) -> None:
        raise MarkupError("the file declares entities, which are not read", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = data, entity
    try:
        parser.Parse(content.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise MarkupError(f"this is not valid XML: {expat.ErrorString(error.code)}", error.lineno) from error
    return root
