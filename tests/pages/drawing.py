"""What a terminal and an editor show, as SVG: text that can be read and searched, drawn for light and for dark.

An SVG follows the colours of the page that it is on (`prefers-color-scheme`), loads nothing, and runs nothing; a cast is moved
by CSS alone, and stands still for whoever wants less motion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

SIZE, WIDE, HIGH, MARGIN, BAR = 14, 8.43, 19, 16, 34
"""Of letters, of a column and a row, of what is left around them, and of the title."""
TERMINAL, BOX = 116, 92
"""The columns of a terminal, and those at which the box of an editor folds."""

STYLE = """\
.p{fill:#fdfdfe;stroke:#d0d7de}.k{fill:#8c959f;font:12px system-ui,sans-serif}.d{fill:#d0d7de}
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#1f2328;white-space:pre}
.c1{font-weight:700}.c31{fill:#b3261e}.c32{fill:#1a7f37}.c33{fill:#845306}.c34{fill:#3b5bcc}.c36{fill:#0b6a80}
.c90{fill:#6e7781}.w{stroke:#b3261e;fill:none}.h{fill:#f3f4f6;stroke:#b6bec8}.s{fill:#b3261e22}
@media (prefers-color-scheme:dark){
.p{fill:#16191f;stroke:#3a414c}.k{fill:#8b949e}.d{fill:#3a414c}text{fill:#e6e8ec}.c31{fill:#ff8f80}.c32{fill:#7ee093}
.c33{fill:#f2c265}.c34{fill:#93abff}.c36{fill:#74d3ea}.c90{fill:#8b949e}.w{stroke:#ff8f80}.h{fill:#232831;stroke:#4a5361}
.s{fill:#ff8f8030}}
"""
MOVING = """\
@keyframes on{to{opacity:1}}@keyframes off{to{opacity:0}}
.l,.t{opacity:0;animation:on 1ms linear forwards}.n{animation:off 1ms linear forwards}
@media (prefers-reduced-motion:reduce){.l,.t{opacity:1;animation:none}.n{animation:none}.m{display:none}}
"""
CODE = re.compile(r"\x1b\[([\d;]*)m")

Line = Sequence[tuple[str, str]]
"""Pieces of a line: the classes of the style, and the text."""


@dataclass(frozen=True)
class Scene:
    """A command, and the lines that it prints."""

    command: str
    printed: str


def pieces(text: str) -> list[Line]:
    """Lines as a terminal shows them, by the codes of ECMA-48 for colours and weight."""
    lines: list[Line] = []
    style = ""
    for line in text.rstrip("\n").split("\n"):
        parts = CODE.split(line)
        made: list[tuple[str, str]] = []
        for index, part in enumerate(parts):
            if index % 2:
                style = " ".join(f"c{number}" for number in part.split(";") if number not in ("", "0"))
            elif part:
                made.append((style, part))
        lines.append(made)
    return lines


def wrapped(lines: Sequence[Line], wide: int, *, words: bool = False) -> list[Line]:
    """Lines as a terminal of so many columns breaks them, or between words."""
    made: list[Line] = []
    for one in lines:
        rows: list[list[tuple[str, str]]] = [[]]
        room = wide
        for style, part in one:
            rest = part
            while len(rest) > room:
                end = rest.rfind(" ", 0, room) + 1 if words else room
                rows[-1].append((style, rest[:end]))
                rows.append([])
                rest, room = rest[end:], wide
            rows[-1].append((style, rest))
            room -= len(rest)
        made += rows
    return made


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(one) else 1 for one in text)


def line(made: Line, row: int, left: float, top: float, attributes: str = "") -> str:
    """A line of text, stretched to its columns whatever font there is."""
    text = "".join(part for _, part in made)
    if not text.strip():
        return ""
    inner = "".join(
        f'<tspan class="{style}">{escape(part, quote=False)}</tspan>' if style else escape(part, quote=False)
        for style, part in made
    )
    length = f'textLength="{columns(text) * WIDE:.1f}"'
    return f'<text x="{left}" y="{top + row * HIGH:.0f}" {length} xml:space="preserve"{attributes}>{inner}</text>\n'


def frame(title: str, wide: int, rows: int, inner: str, style: str = "") -> str:
    """A window with a title."""
    width, height = 2 * MARGIN + round(wide * WIDE), BAR + rows * HIGH + MARGIN
    dots = "".join(f'<circle class="d" cx="{MARGIN + 4 + 16 * number}" cy="17" r="5"/>' for number in range(3))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="t">\n<title id="t">{escape(title)}</title>\n<style>\n{STYLE}{style}</style>\n'
        f'<rect class="p" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>\n{dots}\n'
        f'<text class="k" x="{width / 2:.0f}" y="21" text-anchor="middle">{escape(title)}</text>\n{inner}</svg>\n'
    )


def cast(title: str, scenes: Sequence[Scene]) -> str:
    """A terminal in which commands are typed, one after the other; what they have printed goes when the next one begins."""
    screens = [(scene.command, wrapped(pieces(scene.printed), TERMINAL)) for scene in scenes]
    wide = max(columns("".join(part for _, part in made)) for _, lines in screens for made in lines)
    wide = max(wide, *(columns(scene.command) + 2 for scene in scenes))
    rows = max(len(lines) for _, lines in screens) + 2
    now = 0.6
    drawn = []
    for number, (command, lines) in enumerate(screens):
        last = number == len(screens) - 1
        inner, now = "".join(_typed(command, now)), now + 0.045 * len(command) + 0.5
        for row, made in enumerate(lines, 1):
            inner += line(made, row, MARGIN, BAR + SIZE, f' class="l" style="animation-delay:{now + 0.03 * row:.2f}s"')
        now += 0.03 * len(lines) + (0 if last else 2.0 + 0.25 * len(lines))
        # Who wants less motion sees the first screen, which says what this is about.
        classes = " ".join(name for name, holds in (("n", not last), ("m", number > 0)) if holds)
        drawn.append(f'<g class="{classes}" style="animation-delay:{now:.2f}s">\n{inner}</g>\n')
    return frame(title, wide, rows, "".join(drawn), MOVING)


def _typed(command: str, start: float) -> Iterator[str]:
    """A prompt, and a command that appears letter by letter, four at a time to keep the file small."""
    yield line([("c32 c1", "$")], 0, MARGIN, BAR + SIZE, f' class="l" style="animation-delay:{start - 0.5:.2f}s"')
    for index in range(0, len(command), 4):
        delay = f' class="t" style="animation-delay:{start + 0.045 * index:.2f}s"'
        yield line([("c1", command[index : index + 4])], 0, MARGIN + (index + 2) * WIDE, BAR + SIZE, delay)


def still(title: str, scene: Scene) -> str:
    """A terminal after one command."""
    lines = [[("c32 c1", "$ "), ("c1", scene.command)], *wrapped(pieces(scene.printed), TERMINAL)]
    wide = max(columns("".join(part for _, part in made)) for made in lines)
    return frame(
        title, wide, len(lines), "".join(line(made, row, MARGIN, BAR + SIZE) for row, made in enumerate(lines))
    )


@dataclass(frozen=True)
class Hover:
    """A file in an editor, and what a server says of a line of it.

    Parameters
    ----------
    lines, first: the lines that are shown, and the number of the first of them.
    marked: line, first and last column of what is underlined, from 0.
    row: the line that the pointer is on.
    told: the text of the box, in Markdown.
    """

    lines: Sequence[str]
    first: int
    marked: tuple[int, int, int]
    row: int
    told: str


def editor(title: str, hover: Hover) -> str:
    """A file in an editor, with the box of a line below that."""
    gutter = len(str(hover.first + len(hover.lines))) + 2
    box = [made for one in hover.told.rstrip("\n").split("\n") if (made := _plain(one)) is not None]
    box = wrapped(box, BOX, words=True)
    inside = max(columns("".join(part for _, part in made)) for made in box)
    wide = max(gutter + max(map(columns, hover.lines)), gutter + 4 + inside + 2)
    above = hover.row - hover.first + 1
    inner, top = "", BAR + SIZE
    for row, text in enumerate(hover.lines):
        shift = len(box) + 2 if row >= above else 0
        inner += line([("c90", str(hover.first + row).rjust(gutter - 2))], row + shift, MARGIN, top)
        inner += line([("", text)], row + shift, MARGIN + gutter * WIDE, top)
    number, begin, end = hover.marked
    left, right, y = (
        MARGIN + (gutter + begin) * WIDE,
        MARGIN + (gutter + end) * WIDE,
        top + (number - hover.first) * HIGH + 4,
    )
    waves = "".join(f"q1.5 {2 if half % 2 else -2} 3 0" for half in range(int((right - left) // 3)))
    inner += f'<path class="w" d="M{left:.1f} {y:.1f}{waves}"/>\n'
    x, y = MARGIN + (gutter + 2) * WIDE, top + above * HIGH - 8
    inner += f'<rect class="h" x="{x:.1f}" y="{y}" width="{(inside + 2) * WIDE:.1f}" height="{(len(box) + 1) * HIGH}" rx="5"/>\n'
    for row, made in enumerate(box):
        inner += line(made, row, x + WIDE, y + 22)
    return frame(title, wide, len(hover.lines) + len(box) + 2, inner)


def _plain(markdown: str) -> Line | None:
    """A line of Markdown as editors show it, as far as the server uses that: bold, code, items, rows; none for a rule."""
    if re.fullmatch(r"[|\-]+", markdown):
        return None
    text = re.sub(r"^- ", "• ", re.sub(r"^\| |(?: \|)+$", "", markdown).replace(" | ", "   "))
    made: list[tuple[str, str]] = []
    for found in re.finditer(r"\*\*((?:\\.|[^*\\])+)\*\*|`([^`]+)`|((?:\\.|[^*`\\])+|[*`\\])", text):
        style = ("c1", "c34", "")[found.lastindex - 1 if found.lastindex else 2]
        part = found[found.lastindex or 0]
        made.append((style, part if style == "c34" else re.sub(r"\\(.)", r"\1", part)))
    return made
