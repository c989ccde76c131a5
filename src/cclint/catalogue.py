"""Rules: the decorator that makes one of a function, what a rule is, and the choice of those that a run uses."""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from cclint.analysis.facts import Field, Send, Sending
from cclint.finding import Finding, Fix, Level, Place, Shown
from cclint.policy import VISIBLE, Policy
from cclint.refusal import Refused, suggestion

NAME: Final = re.compile(r"[a-z]+(-[a-z]+)*")
HEADINGS: Final = ("Why", "Example", "Use instead", "Limits", "Fix safety", "References")
"""The headings that a page may have, in this order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named judgement over one kind of fact; made by `rule`.

    Parameters
    ----------
    name: lower-case words with hyphens, for the bad thing: it reads as "allow NAME".
    on: the kind of fact that it judges.
    check: the function: the fact, then `policy` and `options` if it asks for them by name.
    page: its documentation, in Markdown.
    level: what its findings weigh, before policy has its say.
    since: the first version that has it.
    preview: it runs only where it is selected by name.
    options: a frozen dataclass whose fields are the keys of `[tool.cclint.rules.NAME]`.
    aliases: names that it had before.
    """

    name: str
    on: type
    check: Callable[..., Iterable[Finding]]
    page: str
    level: Level = Level.ERROR
    since: str = ""
    preview: bool = False
    options: type | None = None
    aliases: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The first paragraph of the page, on one line."""
        return " ".join(self.page.split("\n\n", 1)[0].split())

    def finding(
        self,
        message: str,
        *,
        at: Send | Field | Place,
        send: Send | None = None,
        advice: Sequence[str] = (),
        fix: Fix | None = None,
    ) -> Finding:
        """What the rule yields where it objects.

        Parameters
        ----------
        message: one sentence in plain words, without addresses.
        at: what to blame: a header field brings its trace with it.
        send: the message, for "who sees whom"; not needed where it is what is blamed.
        advice: how to repair it, the best way first.
        fix: a repair; it is only offered if the finding is gone with it and no other one has come.
        """
        blamed = at if isinstance(at, Field) else None
        send = at if isinstance(at, Send) else send
        return Finding(
            rule=self.name,
            level=self.level,
            message=message,
            place=at if isinstance(at, Place) else at.place,
            role=blamed.role if blamed else "",
            who=who_sees_whom(send) if send else (),
            trace=blamed.trace if blamed else (),
            advice=tuple(advice),
            scope=send.scope if send else "",
            origin=blamed.origin if blamed else "",
            fix=fix,
        )

    def judge(self, fact: object, policy: Policy, options: object = None) -> Iterator[Finding]:
        """Call the function with what it asks for.

        Parameters
        ----------
        fact: an instance of `on`.
        policy: what may be visible.
        options: an instance of `options`, or None for its defaults.

        Raises
        ------
        TypeError: the function yields something else than findings.
        """
        given: dict[str, object] = {}
        asked = _parameters(self.check)[1:]
        if "policy" in asked:
            given["policy"] = policy
        if "options" in asked:
            given["options"] = options if options is not None or self.options is None else self.options()
        for found in self.check(fact, **given):
            if not isinstance(found, Finding):
                raise TypeError(f"a rule yields findings, not {found!r}")
            yield found


def rule(
    name: str,
    *,
    on: type,
    level: Level = Level.ERROR,
    since: str = "",
    preview: bool = False,
    options: type | None = None,
    aliases: Sequence[str] = (),
) -> Callable[[Callable[..., Iterable[Finding]]], Rule]:
    """Make a rule of a generator function, whose docstring is the rule's page.

    Parameters
    ----------
    name, on, level, since, preview, options, aliases: see `Rule`.

    Raises
    ------
    ValueError: the name, the page, the parameters or the options do not have the form that they need.
    """

    def make(function: Callable[..., Iterable[Finding]]) -> Rule:
        for word in (name, *aliases):
            if not NAME.fullmatch(word):
                raise ValueError(f"{word!r}: a rule's name is lower-case words with hyphens")
        page = inspect.cleandoc(function.__doc__ or "")
        if problem := _fault(page):
            raise ValueError(f"{name}: {problem}")
        if extra := set(_parameters(function)[1:]) - {"policy", "options"}:
            raise ValueError(f"{name}: a rule takes the fact, `policy` and `options`, not {', '.join(sorted(extra))}")
        if options is not None and not is_dataclass(options):
            raise ValueError(f"{name}: options are a dataclass")
        return Rule(name, on, function, page, level, since, preview, options, tuple(aliases))

    return make


def by_name(rules: Mapping[str, Rule], name: str, where: str = "") -> Rule:
    """The rule of that name, or that had it once.

    Raises
    ------
    Refused: there is none; the message begins with `where`.
    """
    for found in rules.values():
        if name == found.name or name in found.aliases:
            return found
    raise Refused(f"{where}unknown rule {name!r}{suggestion(name, rules)} (`cclint rules` lists them)")


def choose(
    rules: Mapping[str, Rule], select: Iterable[str] | None, ignore: Iterable[str], where: tuple[str, str] = ("", "")
) -> tuple[Rule, ...]:
    """The rules that a run uses, in the order of their names.

    Parameters
    ----------
    rules: all that there are.
    select: the only ones wanted; None for all but those in preview.
    ignore: those not wanted.
    where: what messages about the two begin with.

    Raises
    ------
    Refused: a name is unknown, or no rule is left.
    """
    if select is None:
        wanted = {name for name, found in rules.items() if not found.preview}
    else:
        wanted = {by_name(rules, name, where[0]).name for name in select}
    wanted -= {by_name(rules, name, where[1]).name for name in ignore}
    if not wanted:  # a run that can find nothing must not end as if there were nothing
        raise Refused(f"{where[0] or where[1]}no rule is left to run")
    return tuple(rules[name] for name in sorted(wanted))


def options_of(found: Rule, table: Mapping[str, Any], where: Mapping[str, str]) -> object:
    """A rule's options from a table of the configuration.

    Parameters
    ----------
    found: the rule.
    table: keys and values as they stand in the file.
    where: for each key, what a message about it begins with.

    Raises
    ------
    Refused: the rule has no such option, or does not accept the value.
    """
    kind: Any = found.options
    known = {field.name.replace("_", "-") for field in fields(kind)} if kind is not None else set()
    for key in table:
        if key not in known:
            has = f"{found.name} has no option {key!r}{suggestion(key, known)}"
            raise Refused(f"{where[key]}{has}" if known else f"{where[key]}the rule {found.name} has no options")
    if kind is None:
        return None
    try:
        return kind(**{key.replace("-", "_"): value for key, value in table.items()})
    except (TypeError, ValueError) as error:
        raise Refused(f"{next(iter(where.values()), '')}{found.name}: {error}") from error


def who_sees_whom(send: Send) -> tuple[Shown, ...]:
    """One line for each role of a message: who is in it, and whether the readers see them.

    Parameters
    ----------
    send: the message. Its Bcc is visible only where it goes out with the header.
    """
    shown = []
    for role, apart in itertools.product((*VISIBLE, "Bcc"), (False, True)):
        audience = send.audience(role, each=apart)
        if not audience.fields:
            continue
        travels = send.sending is Sending.RAW or any(field.travels for field in audience.fields)
        visible = not apart and (role in VISIBLE or travels)
        origin = ", ".join(dict.fromkeys(field.origin for field in audience.fields if field.origin))
        most = None if audience.count.unbounded else audience.count.most
        shown.append(Shown(role, visible, audience.count.least, most, origin, audience.addresses, apart))
    if send.envelope is not None:
        most = None if send.envelope.unbounded else send.envelope.most
        shown.append(Shown("envelope", visible=False, least=send.envelope.least, most=most))
    return tuple(shown)


def _parameters(function: Callable[..., object]) -> tuple[str, ...]:
    code = inspect.unwrap(function).__code__
    names: tuple[str, ...] = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return names


def _fault(page: str) -> str:
    """What is wrong with a page, or nothing."""
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    if "Example" not in headings:
        return "the docstring needs an '## Example'"
    if page.startswith("#"):
        return "the docstring begins with a sentence, not a heading"
    if unknown := [heading for heading in headings if heading not in HEADINGS]:
        return f"the docstring has a heading {unknown[0]!r}; known are {', '.join(HEADINGS)}"
    if headings != sorted(headings, key=HEADINGS.index) or len(set(headings)) < len(headings):
        return f"the docstring's headings must stand in this order: {', '.join(HEADINGS)}"
    return ""
