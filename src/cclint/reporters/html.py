"""One page for a data-protection officer: what was looked at, what was not, who would see whom, what is allowed and why.

It is a single file without scripts, to be read on any screen and printed; nothing in it is folded away.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from cclint.finding import Finding, Level, Place, Shown, Step
from cclint.privacy import masked
from cclint.report import Rendering, Report, Suppressed
from cclint.reporters.owners import Owners
from cclint.reporters.wording import located, path_text, people, policy_lines, printable, sight, size
from cclint.version import VERSION

DRAWN: Final = 9
"""The most people that a picture draws one by one."""
STEPS: Final = 30
LINES: Final = 6
FILES: Final = 2000
CODE: Final = re.compile(r"`([^`]*)`")
BY: Final = {
    "comment": "a comment beside the code",
    "configuration": "the configuration",
    "policy": "the policy",
    "baseline": "the baseline",
}


def render(report: Report, rendering: Rendering) -> str:
    """Write the report.

    Parameters
    ----------
    report: what was found.
    rendering: whether addresses are masked.
    """
    return "".join(f"{line}\n" for line in _Page(report, rendering).lines())


class _Page:
    """The page of one report."""

    def __init__(self, report: Report, rendering: Rendering) -> None:
        self.report = report
        self.rendering = rendering
        root = os.path.abspath(report.config.root) if report.config else ""
        depth = len([part for part in report.prefix.split("/") if part])
        self.owners = Owners.below(os.path.normpath(os.path.join(root, *[os.pardir] * depth)) if root else "")

    def lines(self) -> Iterator[str]:
        style = Path(__file__).with_suffix(".css").read_text("utf-8")
        title = "Who would see whom"
        yield f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}: cclint</title>'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<style>\n{style}</style>\n</head>\n<body>\n<main>"
        yield from self.head(title)
        yield from self.findings()
        yield from self.unread()
        yield from self.allowed()
        yield from self.in_force()
        yield from self.files()
        yield from self.foot()
        yield "</main>\n</body>\n</html>"

    def head(self, title: str) -> Iterator[str]:
        report, figures = self.report, self.report.figures
        day = f", {report.day}" if report.day else ""
        yield f'<p class="over">Report of cclint {VERSION} on the e-mail that this program can send{day}</p>'
        yield f"<h1>{title}</h1>"
        kind, said = _verdict(report)
        yield f'<p class="verdict {kind}">{said}</p>'
        if report.base:
            yield f"<p>Only what is new since {self.text(report.base)} is told; {report.old} older findings are not.</p>"
        yield '<ul class="facts">'
        for number, what in (
            (figures.files, "files looked at"),
            (figures.mailers, "files send mail"),
            (figures.messages, "messages predicted"),
            (len(report.findings), "findings"),
            (len(report.suppressed), "findings allowed"),
            (report.not_read, "files not read"),
        ):
            yield f"<li><b>{number}</b><span>{what}</span></li>"
        yield "</ul>"
        if not report.findings:
            return
        yield "<table><thead><tr><th>weight</th><th>where</th><th>what</th></tr></thead><tbody>"
        for number, finding in enumerate(report.findings, 1):
            yield _row(
                ("weight", _tag(finding.level)),
                ("where", f'<a href="#f{number}"><code>{self.where(finding.place)}</code></a>'),
                ("what", self.text(finding.message)),
            )
        yield "</tbody></table>"

    # Findings

    def findings(self) -> Iterator[str]:
        if not self.report.findings:
            return
        yield "<h2>Who would see whom, place by place</h2>"
        for number, finding in enumerate(self.report.findings, 1):
            yield f'<article id="f{number}">'
            yield f"<p>{_tag(finding.level)} <code>{self.text(finding.rule)}</code></p>"
            yield f"<h3>{number}. {self.text(finding.message)}</h3>"
            yield f'<p class="where"><code>{self.where(finding.place)}</code>{self.answers(finding.place.path)}</p>'
            if finding.who or finding.trace:
                yield from self.picture(finding)
            yield from self.code(finding)
            for trace in finding.others:
                yield "<h4>And also on this way</h4>"
                yield from self.way(trace)
            if finding.decisions:
                yield "<h4>What the policy says</h4>"
                yield from (f"<p>{self.text(decision)}</p>" for decision in finding.decisions)
            if finding.advice:
                yield "<h4>How to repair it, the best way first</h4><ol>"
                yield from (f"<li>{self.text(text)}</li>" for text in finding.advice)
                yield "</ol>"
            yield "</article>"

    def picture(self, finding: Finding) -> Iterator[str]:
        """Where the addresses come from, their way, and the message with those who see each other in it."""
        first, *way = finding.trace or (Step(finding.place, "this place"),)
        blamed = [one for one in finding.who if one.role == finding.role] or list(finding.who)
        origin = people(blamed[0], self.rendering).split(" (")[0] if blamed else ""
        yield '<div class="picture"><div class="box"><h4>Where the addresses come from</h4>'
        yield f"<p>{self.text(origin.removeprefix('from ')) or 'not known'}</p>"
        yield f"<p>{self.text(first.text)}<small>{self.where(first.place)}</small></p></div>"
        yield '<div class="arrow" aria-hidden="true">&#8594;</div><div class="box"><h4>Their way</h4>'
        yield from self.way(way)
        yield '</div><div class="arrow" aria-hidden="true">&#8594;</div><div class="box letter"><h4>The message</h4>'
        for shown in finding.who:
            yield from self.role(shown)
        if not finding.who:
            yield "<p>(no recipients are concerned)</p>"
        yield "</div></div>"

    def role(self, shown: Shown) -> Iterator[str]:
        seen = "seen" if shown.visible else "hidden"
        told = people(shown, self.rendering)
        yield f'<div class="role"><b>{self.text(shown.role)}</b> {size(shown)}'
        yield _drawn(shown)
        yield f'<span class="{seen}">{sight(shown)}</span>'
        yield (f"<small> {self.text(told)}</small>" if told else "") + "</div>"

    def way(self, trace: Sequence[Step]) -> Iterator[str]:
        if not trace:
            yield "<p>straight into the header</p>"
            return
        yield "<ol>"
        for step in trace[:STEPS]:
            yield f"<li>{self.text(step.text)}<small>{self.where(step.place)}</small></li>"
        if len(trace) > STEPS:
            yield f"<li>... {len(trace) - STEPS} more steps</li>"
        yield "</ol>"

    def source(self, line: str) -> str:
        """A line of code: nothing in it is markup."""
        return escape(printable(line if self.rendering.addresses else masked(line)))

    def code(self, finding: Finding) -> Iterator[str]:
        place = finding.place
        found = self.report.lines(place.path)[place.line - 1 : place.last_line][:LINES]
        if found:
            shown = "\n".join(f"{number}  {self.source(line)}" for number, line in enumerate(found, place.line))
            yield f"<pre>{shown}</pre>"

    # What is not told above

    def unread(self) -> Iterator[str]:
        yield "<h2>What was not looked at</h2>"
        if not self.report.notices:
            yield "<p>Everything that the run was asked about could be read.</p>"
            return
        yield "<table><thead><tr><th>file</th><th>why</th><th></th></tr></thead><tbody>"
        for notice in self.report.notices:
            line = f":{notice.line}" if notice.line else ""
            yield _row(
                ("file", f"<code>{self.text(located(notice.path, self.report))}{line}</code>"),
                ("why", self.text(notice.reason)),
                ("means", "nothing is known about it" if notice.fatal else "the rest was looked at"),
            )
        yield "</tbody></table>"

    def allowed(self) -> Iterator[str]:
        yield "<h2>What is allowed, and why</h2>"
        if not self.report.suppressed:
            yield "<p>No finding is allowed by a comment, the configuration, its policy or a baseline.</p>"
            return
        heads = "".join(f"<th>{word}</th>" for word in ("where", "what", "by", "reason", "until", "owner"))
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        for one in self.report.suppressed:
            yield self.permission(one)
        yield "</tbody></table>"

    def permission(self, one: Suppressed) -> str:
        finding = one.finding
        by = BY.get(one.by, one.by) + (f"<br><code>{self.text(one.where)}</code>" if one.where != one.by else "")
        return _row(
            ("where", f"<code>{self.where(finding.place)}</code>"),
            ("what", f"<code>{self.text(finding.rule)}</code><br>{self.text(finding.message)}"),
            ("by", by),
            ("reason", self.text(one.reason) or "no reason is given"),
            ("until", one.until or "no end"),
            ("owner", self.text(", ".join(self.owners.of(located(finding.place.path, self.report)))) or "not named"),
        )

    def in_force(self) -> Iterator[str]:
        report, config = self.report, self.report.config
        yield "<h2>What was in force</h2><table><tbody>"
        if config is not None:
            yield _row(("", "configuration"), ("", f"<code>{self.text(config.file or 'none')}</code>"))
            yield _row(("", "judged for"), ("", f"the {config.persona.value}"))
            yield _row(
                ("", "policy"), ("", _list(self.text(line.removeprefix("policy: ")) for line in policy_lines(config)))
            )
            words = "counted" if config.suppressions else "did not count: this report shows what they allow"
            yield _row(("", "permissions"), ("", f"comments and entries of the configuration {words}"))
        kept = [one for one in report.suppressed if one.by == "baseline"]
        stale = sum(notice.kind == "stale" for notice in report.notices)
        yield _row(("", "baseline"), ("", f"accepts {len(kept)} findings; {stale} of its entries are stale"))
        rules = (f"<code>{self.text(rule.name)}</code>: {self.text(rule.summary)}" for rule in report.rules)
        yield _row(("", "rules"), ("", _list(rules)))
        yield "</tbody></table>"

    def files(self) -> Iterator[str]:
        files = self.report.files
        yield "<h2>What was looked at</h2>"
        if self.report.figures.excluded:
            yield f"<p>{self.report.figures.excluded} named paths are excluded by the project.</p>"
        yield '<ul class="files">'
        yield from (f"<li>{self.text(located(path, self.report))}</li>" for path in files[:FILES])
        yield "</ul>"
        if len(files) > FILES:
            yield f"<p>and {len(files) - FILES} more.</p>"

    def foot(self) -> Iterator[str]:
        masks = (
            "Addresses are masked."
            if not self.rendering.addresses
            else "Addresses are shown as they stand in the sources: handle this page accordingly."
        )
        yield (
            "<footer><p>cclint reads programs and predicts the messages that they can send; nothing was executed and nothing "
            "sent. <b>Visible</b> means that every recipient of a message reads these addresses in it, <b>unbounded</b> that "
            "nothing in the program limits their number. A finding says what the program can do, not that it has happened."
            f"</p><p>{masks}</p></footer>"
        )

    # Words

    def text(self, text: str) -> str:
        text = printable(path_text(text) if "\n" not in text else text)
        text = escape(text if self.rendering.addresses else masked(text))
        return CODE.sub(r"<code>\1</code>", text)

    def where(self, place: Place) -> str:
        return f"{self.text(located(place.path, self.report))}:{place.line}"

    def answers(self, path: str) -> str:
        names = self.owners.of(located(path, self.report))
        return f", owner: {self.text(', '.join(names))}" if names else ""


def _verdict(report: Report) -> tuple[str, str]:
    number = len(report.failing)
    if number:
        places = "1 place in this program" if number == 1 else f"{number} places in this program"
        return (
            "bad",
            f"{places} would show people to each other, and nobody has said that it may.",
        )
    if not report.complete:
        return "warn", "Nothing was found, but not everything could be looked at."
    if not report.figures.files:
        return "warn", "There was nothing to look at."
    if report.findings:
        return "good", "There are only notes: what is most often meant to be visible, and test code."
    return "good", "No message was found that shows its recipients to each other without somebody's permission."


def _tag(level: Level) -> str:
    return f'<span class="tag {level}">{level}</span>'


def _row(*cells: tuple[str, str]) -> str:
    return "<tr>" + "".join(f'<td data-name="{name}">{text}</td>' for name, text in cells) + "</tr>"


def _list(items: Iterable[str]) -> str:
    return "<br>".join(items)


def _drawn(shown: Shown) -> str:
    """People, one by one as far as that is possible: full where they are seen, in outline where they are hidden."""
    number = DRAWN if shown.most is None else min(shown.most, DRAWN)
    kind = "open" if shown.visible else "shut"
    bodies = "".join(
        f'<g class="{kind}" transform="translate({16 * index},0)"><circle cx="7" cy="4.5" r="3.4"/>'
        '<path d="M1.5 16c0-4 2.2-6.6 5.5-6.6s5.5 2.6 5.5 6.6z"/></g>'
        for index in range(number)
    )
    more = shown.most is None or shown.most > DRAWN
    dots = f'<text x="{16 * number + 2}" y="14" fill="currentColor">&#8230;</text>' if more else ""
    width = 16 * number + 22
    return f'<svg class="people" width="{width}" height="18" viewBox="0 0 {width} 18" aria-hidden="true">{bodies}{dots}</svg>'
