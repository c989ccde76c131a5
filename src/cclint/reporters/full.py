"""For people, the data-protection officer among them: the code, who sees whom, the way of the addresses, and the
repair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cclint.finding import Finding, Level, Notice, Place, Step
from cclint.privacy import masked_line
from cclint.report import Rendering, Report
from cclint.reporters.wording import path_text, people, private, sight, size

WIDTH: Final = 120
"""Where advice is folded."""
FRAME: Final = 6
"""The most lines of code that a frame shows."""
WIDEST: Final = 200
"""The most characters of a line of code that a frame shows."""
STEPS: Final = 50
"""The most steps of a trace."""
COLOURS: Final = {
    "bold": "1",
    Level.ERROR: "1;31",
    Level.WARNING: "1;33",
    Level.NOTE: "1;36",
    "frame": "34",
    "mark": "1;31",
}


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: colours, characters, and whether addresses are masked.
    """
    page = _Page(report, rendering)
    blocks = ["\n".join(page.finding(finding)) for finding in report.findings]
    blocks += ["\n".join(page.notice(notice)) for notice in report.notices if notice.fatal]
    return "".join(f"{block}\n\n" for block in blocks)


@dataclass(slots=True, eq=False, repr=False)
class _Page:
    report: Report
    rendering: Rendering

    def finding(self, finding: Finding) -> Iterator[str]:
        head = self.paint(f"{finding.level}[{finding.rule}]", finding.level)
        yield f"{head}: {self.paint(self.text(finding.message), 'bold')}"
        gutter = len(str(finding.place.last_line))
        yield f"{' ' * gutter}{self.paint('-->', 'frame')} {_where(finding.place)}"
        yield from self.frame(finding, gutter)
        yield from self.who(finding)
        for number, trace in enumerate((finding.trace, *finding.others)):
            if trace:
                yield from self.trace(trace, "how the addresses get there" if number == 0 else "and also")
        if finding.decisions:
            yield self.title("what the policy of the project says")
            for decision in finding.decisions:
                yield f"     {self.text(decision)}"
        yield from self.repair(finding)
        yield from self.advice(finding)

    def notice(self, notice: Notice) -> Iterator[str]:
        line = f":{notice.line}:{max(notice.column, 1)}" if notice.line else ""
        head = self.paint(f"not read[{notice.kind}]", Level.ERROR)
        yield f"{head}: {self.text(path_text(notice.reason))}"
        yield f" {self.paint('-->', 'frame')} {path_text(notice.path)}{line}"

    def frame(self, finding: Finding, gutter: int) -> Iterator[str]:
        """The lines of the place, with marks below the first."""
        bar = self.paint("│" if self.rendering.unicode else "|", "frame")
        place = finding.place
        lines = self.report.lines(place.path)[place.line - 1 : place.last_line]
        if not lines:
            return
        yield f"{' ' * gutter} {bar}"
        for offset, text in enumerate(lines[:FRAME]):
            first = offset == 0
            last_column = place.end_column if place.end_column and len(lines) == 1 else len(text) + 1
            shown, columns = self.code(text, (place.column, last_column) if first else ())
            number = self.paint(f"{place.line + offset:>{gutter}}", "frame")
            yield f"{number} {bar} {shown}".rstrip()
            if first:
                start, end = (min(column, len(shown) + 1) for column in columns)
                mark = self.paint("^" * max(end - start, 1), "mark")
                yield f"{' ' * gutter} {bar} {' ' * (start - 1)}{mark} {self.label(finding)}".rstrip()
        if len(lines) > FRAME:
            yield f"{' ' * gutter} {bar} ..."
        yield f"{' ' * gutter} {bar}"

    def code(self, text: str, columns: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
        """A line of code as it may be shown, and where its columns are in that: tabs are widened, control characters
        replaced.
        """
        before = [len(text[: column - 1].expandtabs(4)) + 1 for column in columns]
        text = "".join(character if character.isprintable() else "?" for character in text.expandtabs(4))
        moved = tuple(before)
        if not self.rendering.addresses:
            text, moved = masked_line(text, moved)
        return text[:WIDEST], tuple(min(column, WIDEST + 1) for column in moved)

    def label(self, finding: Finding) -> str:
        """What stands beside the mark: how many."""
        return next((size(shown) for shown in finding.who if shown.role == finding.role), "")

    def who(self, finding: Finding) -> Iterator[str]:
        if not finding.who:
            return
        yield self.title("who sees whom")
        role = max(len(shown.role) for shown in finding.who)
        count = max(len(size(shown)) for shown in finding.who)
        seen = max(len(sight(shown)) for shown in finding.who)
        for shown in finding.who:
            row = f"     {shown.role:<{role}}  {size(shown):<{count}}  {sight(shown):<{seen}}"
            yield f"{row}  {people(shown, self.rendering)}".rstrip()

    def trace(self, trace: tuple[Step, ...], title: str) -> Iterator[str]:
        yield self.title(title)
        steps: list[tuple[int, Step]] = list(enumerate(trace, 1))
        left_out = len(steps) - STEPS
        if left_out > 0:
            steps = [*steps[: STEPS - 1], steps[-1]]
        number = len(str(steps[-1][0]))
        where = max(len(_where(step.place)) for _, step in steps)
        for index, step in steps:
            if left_out > 0 and index == len(trace):
                yield f"     ... {left_out} steps are left out"
            text = self.text(path_text(step.text))
            yield f"     {index:>{number}}. {_where(step.place):<{where}}  {text}".rstrip()

    def repair(self, finding: Finding) -> Iterator[str]:
        """The repair that is ready, in words; `--diff` shows it."""
        if finding.fix is None:
            return
        from textwrap import wrap  # what finds nothing folds nothing

        yield self.title(f"the repair that is ready ({'safe' if finding.fix.safe else 'unsafe'})")
        for text in (finding.fix.title, finding.fix.reason):
            yield from wrap(self.text(text), WIDTH, initial_indent=" " * 5, subsequent_indent=" " * 5)

    def advice(self, finding: Finding) -> Iterator[str]:
        if not finding.advice:
            return
        from textwrap import wrap

        yield self.title("how to repair it, the best way first")
        for number, text in enumerate(finding.advice, 1):
            start = f"     {number}. "
            yield from wrap(
                text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_on_hyphens=False
            )

    def text(self, text: str) -> str:
        """Words of ours, as they may be shown."""
        return private(self.rendering.spelt(text), self.rendering)

    def title(self, text: str) -> str:
        return f"   {self.paint('=', 'frame')} {self.paint(text, 'bold')}"

    def paint(self, text: str, style: str | Level) -> str:
        return f"\x1b[{COLOURS[style]}m{text}\x1b[0m" if self.rendering.colour else text


def _where(place: Place) -> str:
    return f"{path_text(place.path)}:{place.line}:{place.column}"
