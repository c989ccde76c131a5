"""The pipeline, on one screen: discover, sift, lower, analyse, judge, settle."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cclint.allowances import Allowances, Names
from cclint.analysis import Analysis, Limits, analyse
from cclint.analysis.others import Other, Others
from cclint.analysis.sift import sifted
from cclint.catalogue import Rule, by_name, choose, options_of
from cclint.config import BASELINE, Config
from cclint.discover import Discovery, Targets, discover
from cclint.finding import Finding, Notice
from cclint.hooks import Frontend
from cclint.models import StubError, load_models, load_needles
from cclint.plugins import Plugins
from cclint.policy import Policy
from cclint.refusal import Refused
from cclint.report import Figures, Report
from cclint.roots import repository
from cclint.settle import both, settle
from cclint.strangers import SECONDS, OutOfTimeError, patience


def run(targets: Targets, config: Config, plugins: Plugins) -> Report:
    """Find, read, follow, judge, settle; where an earlier version is named, keep what is new against that.

    Parameters
    ----------
    targets: what to look at.
    config: what the project says.
    plugins: rules, models and kinds of files.

    Raises
    ------
    Refused: a path, a rule or an option is not there, a stub cannot be understood, or git does not have what is asked
    for.
    """
    judging = Judging.of(config, plugins)
    base = None
    if targets.base:
        from cclint.since import Base, newer

        base = Base.of(targets, config)
    found = gather(targets, config, plugins)
    whole = report = examine(found, config, plugins, judging)
    if base is not None:
        earlier = base.files(config, plugins.frontends)
        # Without findings nothing can be new, and the earlier version need not be followed.
        before = examine(earlier, config, plugins, judging) if report.findings else Report()
        report = newer(report, found.sources, before, earlier.sources, base.name)
    if file := baseline_of(config):
        from cclint import baseline

        accepted = baseline.read(file, relative(file, config))
        report = baseline.accept(report, whole.findings, accepted, found.sources)
    return report


def gather(targets: Targets, config: Config, plugins: Plugins) -> Discovery:
    """The files of a run: those of the work tree, of the index, or of a commit.

    Parameters
    ----------
    targets, config, plugins: as for `run`.

    Raises
    ------
    Refused: a path is not there, or git does not have what is asked for.
    """
    if not targets.staged and not targets.head:
        return discover(targets, config, plugins.frontends)
    from cclint.objects import discover_commit, discover_staged
    from cclint.since import repository_of

    kept = repository_of(targets, config)
    if targets.staged:
        return discover_staged(targets, config, plugins.frontends, kept)
    return discover_commit(targets, config, plugins.frontends, kept, kept.commit(targets.head))


def examine(found: Discovery, config: Config, plugins: Plugins, judging: Judging) -> Report:
    """Read, follow, judge and settle what was found.

    Parameters
    ----------
    found: the files.
    config, plugins: as for `run`.
    judging: the rules.
    """
    analysis = followed(found, config, plugins)
    findings, failures = judging.judge(analysis.sends)
    allowances = judging.allowances(config)
    settled = settle(findings, found.sources, judging.policy, allowances)
    notices = {*found.notices, *analysis.notices, *failures}
    cut = {notice.path for notice in notices if notice.fatal or notice.kind == "cut"}
    # What is allowed is a fact, too: rules say what they think of it.
    about, failures = judging.judge(list(allowances.facts(found.sources, cut.__contains__)))
    settled = both(settled, settle(about, found.sources, judging.policy, everything=True))
    return Report(
        findings=settled.findings,
        suppressed=settled.suppressed,
        notices=tuple(sorted({*notices, *failures})),
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
        files=tuple(source.path for source in found.sources if source.selected),
        config=config,
        day=judging.today.isoformat(),
        sends=analysis.sends,
    )


def trace(targets: Targets, config: Config, plugins: Plugins, watch: tuple[str, int]) -> Analysis:
    """What the analysis finds, and what it knows at one line.

    Parameters
    ----------
    watch: a path, relative to the project's root, and a line.
    """
    return followed(discover(targets, config, plugins.frontends), config, plugins, watch)


def followed(found: Discovery, config: Config, plugins: Plugins, watch: tuple[str, int] | None = None) -> Analysis:
    """Sift the files that can take part in sending; lower those, and follow values through them, if there are any.

    Parameters
    ----------
    found: the files.
    config, plugins: as for `run`.
    watch: as for `trace`.

    Raises
    ------
    Refused: a stub cannot be understood.
    """
    stubs, others = [*plugins.models, *config.models], others_of(plugins.frontends)
    try:
        kept = sifted(found.sources, load_needles(stubs), others)
        if not kept.relevant:
            return Analysis(notices=tuple(kept.notices), read=sum(source.selected for source in found.sources))
        models = load_models(stubs)
    except StubError as error:
        raise Refused(str(error)) from error
    return analyse(found.sources, config.root, models, limits_of(config), others=others, watch=watch, kept=kept)


@dataclass(frozen=True, slots=True)
class Judging:
    """The rules of a run, with what they ask for."""

    rules: tuple[Rule, ...]
    policy: Policy
    options: dict[str, object] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    today: dt.date = dt.date.min
    strangers: frozenset[str] = frozenset()
    seconds: float = SECONDS

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
        names = Names({**{name: name for name in plugins.rules}, **aliases}, frozenset(rule.name for rule in rules))
        strangers, seconds = frozenset(plugins.origins), config.limits.plugin_seconds or SECONDS
        return cls(rules, Policy.of(config), options, names, today(), strangers, seconds)

    def allowances(self, config: Config) -> Allowances:
        """What the project allows, as yet unused."""
        return Allowances.of(config, self.names, self.today, wanted=config.suppressions)

    def judge(self, facts: Sequence[object]) -> tuple[list[Finding], list[Notice]]:
        """Show every fact to every rule that is about its kind; a rule that fails is a notice, never silence."""
        findings: list[Finding] = []
        failures: list[Notice] = []
        for rule in self.rules:
            try:
                findings += self.judged(rule, (fact for fact in facts if isinstance(fact, rule.on)))
            except OutOfTimeError as error:
                failures.append(Notice(".", 0, 0, "rule", f"{error}; it was asked about nothing else"))
            except Exception as error:  # noqa: BLE001 (a rule that raises must not hide what the others find)
                reason = f"the rule {rule.name} failed, {type(error).__name__}: {error}"
                failures.append(Notice(".", 0, 0, "rule", reason))
        return findings, failures

    def judged(self, rule: Rule, facts: Iterable[object]) -> Iterator[Finding]:
        options = self.options.get(rule.name)
        for fact in facts:
            if rule.name in self.strangers:
                with patience(self.seconds, f"the rule {rule.name}"):
                    found = list(rule.judge(fact, self.policy, options))
                yield from found
            else:
                yield from rule.judge(fact, self.policy, options)


def others_of(frontends: Iterable[Frontend]) -> Others:
    """What lowers the files that are not Python's, and how they are told from others."""
    suffixes: dict[str, Other] = {}
    names: dict[str, Other] = {}
    interpreters: list[tuple[bytes, Other]] = []
    for kind in frontends:
        if kind.lower is None:
            continue
        words = tuple(re.compile(word.encode()) for word in kind.words)
        other = Other(kind.lower, words)
        suffixes.update(dict.fromkeys(kind.suffixes, other))
        names.update(dict.fromkeys(kind.filenames, other))
        interpreters += [(name.encode(), other) for name in kind.interpreters]
    return Others(suffixes, names, tuple(interpreters))


def today() -> dt.date:
    """The day of the run; `SOURCE_DATE_EPOCH` (reproducible-builds.org) sets another."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = dt.datetime.now(dt.timezone.utc)
    return (dt.datetime.fromtimestamp(int(epoch), dt.timezone.utc) if epoch.isdigit() else now).date()


def baseline_of(config: Config) -> str:
    """The file of the findings that were there before; "" where there is none.

    Raises
    ------
    Refused: the configuration names one that there is not.
    """
    if not config.baselined:
        return ""
    if config.baseline is None:
        usual = os.path.join(os.path.abspath(config.root), BASELINE)
        return usual if os.path.isfile(usual) else ""
    if not config.baseline.is_file():
        raise Refused(f"{config.where('baseline')}there is no baseline {relative(str(config.baseline), config)!r}")
    return str(config.baseline)


def relative(file: str, config: Config) -> str:
    """A file as reports name it."""
    return os.path.relpath(file, config.root).replace(os.sep, "/")


def limits_of(config: Config) -> Limits:
    """The analysis's own limits, where the configuration does not set others."""
    names = ("steps", "seconds", "file_seconds", "tokens", "memory")
    given: dict[str, Any] = {name: getattr(config.limits, name) for name in names}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def prefix_of(config: Config) -> str:
    """The project's root as seen from the top of its repository, which services of repositories count paths from."""
    root = os.path.abspath(config.root)
    top = repository(root)
    below = os.path.relpath(root, top) if top else os.curdir
    return "" if below == os.curdir else below.replace(os.sep, "/") + "/"
