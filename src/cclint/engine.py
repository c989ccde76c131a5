"""The pipeline, on one screen: discover, sift, lower, analyse, judge, settle."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cclint.analysis import Analysis, Limits, Others, analyse
from cclint.analysis.others import Other
from cclint.catalogue import Rule, by_name, choose, options_of
from cclint.config import Config
from cclint.discover import Targets, discover
from cclint.finding import Finding, Notice
from cclint.hooks import Frontend
from cclint.models import StubError, load_models
from cclint.plugins import Plugins
from cclint.policy import Policy
from cclint.refusal import Refused
from cclint.report import Figures, Report
from cclint.roots import repository
from cclint.settle import settle


def run(targets: Targets, config: Config, plugins: Plugins) -> Report:
    """Find, read, follow, judge, settle.

    Parameters
    ----------
    targets: what to look at.
    config: what the project says.
    plugins: rules, models and kinds of files.

    Raises
    ------
    Refused: a path, a rule or an option is not there, or a stub cannot be understood.
    """
    judging = Judging.of(config, plugins)
    found = discover(targets, config, plugins.frontends)
    # `analyse` holds three stages: it sifts the files that can take part in sending, lowers those, and follows values.
    try:
        models = load_models([*plugins.models, *config.models])
    except StubError as error:
        raise Refused(str(error)) from error
    analysis = analyse(found.sources, config.root, models, limits_of(config), others=others_of(plugins.frontends))
    findings, failures = judging.judge(analysis.sends)
    settled = settle(findings, found.sources, judging.policy, judging.canonical)
    return Report(
        findings=settled.findings,
        suppressed=settled.suppressed,
        notices=tuple(sorted({*found.notices, *analysis.notices, *failures})),
        figures=Figures(
            files=sum(source.selected for source in found.sources),
            mailers=analysis.mailers,
            messages=len(analysis.sends),
            excluded=len(found.excluded),
        ),
        rules=judging.rules,
        sources=settled.sources,
        prefix=prefix_of(config),
        reveals=analysis.reveals,
    )


def trace(targets: Targets, config: Config, plugins: Plugins, watch: tuple[str, int]) -> Analysis:
    """What the analysis finds, and what it knows at one line.

    Parameters
    ----------
    watch: a path, relative to the project's root, and a line.
    """
    found = discover(targets, config, plugins.frontends)
    try:
        models = load_models([*plugins.models, *config.models])
    except StubError as error:
        raise Refused(str(error)) from error
    others = others_of(plugins.frontends)
    return analyse(found.sources, config.root, models, limits_of(config), others=others, watch=watch)


@dataclass(frozen=True, slots=True)
class Judging:
    """The rules of a run, with what they ask for."""

    rules: tuple[Rule, ...]
    policy: Policy
    options: dict[str, object] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, config: Config, plugins: Plugins) -> Judging:
        """Choose the rules, and read their options; all that can be wrong with them is found before anything is
        read.
        """
        rules = choose(plugins.rules, config.select, config.ignore, (config.where("select"), config.where("ignore")))
        options = {}
        for name, table in config.rules.items():
            found = by_name(plugins.rules, name, config.where(f"rules.{name}"))
            options[found.name] = options_of(found, table, {key: config.where(f"rules.{name}.{key}") for key in table})
        aliases = {alias: one.name for one in plugins.rules.values() for alias in one.aliases}
        policy = Policy(config.policy.max_visible, config.persona, config.test_paths)
        return cls(rules, policy, options, aliases)

    def canonical(self, name: str) -> str:
        """The present name of a rule."""
        return self.aliases.get(name, name)

    def judge(self, facts: Sequence[object]) -> tuple[list[Finding], list[Notice]]:
        """Show every fact to every rule that is about its kind; a rule that fails is a notice, never silence."""
        findings: list[Finding] = []
        failures: list[Notice] = []
        for rule in self.rules:
            try:
                findings += self.judged(rule, (fact for fact in facts if isinstance(fact, rule.on)))
            except Exception as error:  # noqa: BLE001 (a rule that raises must not hide what the others find)
                reason = f"the rule {rule.name} failed, {type(error).__name__}: {error}"
                failures.append(Notice(".", 0, 0, "rule", reason))
        return findings, failures

    def judged(self, rule: Rule, facts: Iterable[object]) -> Iterator[Finding]:
        for fact in facts:
            yield from rule.judge(fact, self.policy, self.options.get(rule.name))


def others_of(frontends: Iterable[Frontend]) -> Others:
    """What lowers the files that are not Python's, and how they are told from others."""
    suffixes: dict[str, Other] = {}
    names: dict[str, Other] = {}
    interpreters: list[tuple[bytes, Other]] = []
    for kind in frontends:
        if kind.lower is None:
            continue
        words = re.compile("|".join(f"(?:{word})" for word in kind.words).encode()) if kind.words else None
        other = Other(kind.lower, words)
        suffixes.update(dict.fromkeys(kind.suffixes, other))
        names.update(dict.fromkeys(kind.filenames, other))
        interpreters += [(name.encode(), other) for name in kind.interpreters]
    return Others(suffixes, names, tuple(interpreters))


def limits_of(config: Config) -> Limits:
    """The analysis's own limits, where the configuration does not set others."""
    names = ("steps", "seconds", "file_seconds", "tokens")
    given: dict[str, Any] = {name: getattr(config.limits, name) for name in names}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def prefix_of(config: Config) -> str:
    """The project's root as seen from the top of its repository, which services of repositories count paths from."""
    root = os.path.abspath(config.root)
    top = repository(root)
    below = os.path.relpath(root, top) if top else os.curdir
    return "" if below == os.curdir else below.replace(os.sep, "/") + "/"
