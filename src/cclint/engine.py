"""The pipeline, on one screen: discover, sift, lower, analyse, judge, settle."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cclint.allowances import Allowances, Names
from cclint.analysis import Analysis, Limits, analyse
from cclint.analysis.facts import Send
from cclint.analysis.others import Other, Others
from cclint.analysis.sift import Sift, sifted
from cclint.cache.outcome import Outcome
from cclint.catalogue import Rule, by_name, choose, options_of
from cclint.config import BASELINE, Config
from cclint.discover import Discovery, Targets, discover
from cclint.finding import Finding, Notice
from cclint.hooks import Frontend
from cclint.ir.source import Source
from cclint.models import StubError, load_models, load_needles
from cclint.plugins import Plugins
from cclint.policy import Policy
from cclint.refusal import Refused
from cclint.report import Figures, Report
from cclint.roots import is_project, repository
from cclint.settle import Settled, both, of_files, settle
from cclint.strangers import SECONDS, OutOfTimeError, patience

if TYPE_CHECKING:
    from cclint.cache.memory import Memory

CACHE: Final = ".cclint_cache"
FEW: Final = 50
"""Files up to which a project without a cache is looked at without making one."""


def run(targets: Targets, config: Config, plugins: Plugins, *, cached: bool = False) -> Report:
    """Find, read, follow, judge, settle; where an earlier version is named, keep what is new against that.

    Parameters
    ----------
    targets: what to look at.
    config: what the project says.
    plugins: rules, models and kinds of files.
    cached: remember what comes of it, and what has come of earlier runs.

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
    plain = cached and base is None and not targets.staged and not targets.head and not targets.text
    try:
        memory = memory_of(found, config, plugins, judging) if plain else None
        whole = report = examine(found, config, plugins, judging, memory)
    except StubError as error:
        raise Refused(str(error)) from error
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


def examine(
    found: Discovery, config: Config, plugins: Plugins, judging: Judging, memory: Memory | None = None
) -> Report:
    """Read, follow, judge and settle what was found, or remember what came of that before.

    Parameters
    ----------
    found: the files.
    config, plugins: as for `run`.
    judging: the rules.
    memory: what earlier runs have found out.
    """
    outcome = memory.recall() if memory else None
    analysis = Analysis()
    if outcome is None:
        outcome, analysis = looked(found, config, plugins, judging, memory)
    selected = {source.path for source in found.sources if source.selected}
    settled = of_files(Settled(outcome.findings, outcome.suppressed, {}), selected, found.sources)
    # What fails for all files, such as a rule, is said whichever of them are asked about.
    shown = (notice for notice in outcome.notices if notice.path in selected or notice.path == "." or not notice.fatal)
    notices = {*found.notices, *shown}
    cut = {notice.path for notice in notices if notice.fatal or notice.kind == "cut"}
    # What is allowed is a fact, too: rules say what they think of it.
    allowances = judging.allowances(config)
    allowances.used.update(outcome.used)
    told = allowances.facts(found.sources, cut.__contains__, memory.addresses_us if memory else None)
    about, failures = judging.judge(list(told))
    settled = both(settled, settle(about, found.sources, judging.policy, everything=True))
    return Report(
        findings=settled.findings,
        suppressed=settled.suppressed,
        notices=tuple(sorted({*notices, *failures})),
        figures=Figures(
            files=len(selected),
            mailers=len({path for path, _ in outcome.messages} & selected),
            messages=sum(not selected.isdisjoint(through) for _, through in outcome.messages),
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


def looked(
    found: Discovery, config: Config, plugins: Plugins, judging: Judging, memory: Memory | None
) -> tuple[Outcome, Analysis]:
    """Sift, lower, analyse and judge; what comes of it is remembered.

    Parameters
    ----------
    found, config, plugins, judging, memory: as for `examine`.
    """
    # A few files of a project, as a hook has them, are followed by themselves: only what leads to them is looked at.
    whole = all(source.selected for source in found.sources)
    sources = memory.sources if memory and whole else found.sources
    analysis = followed(sources, config, plugins, memory)
    findings, failures = judging.judge(analysis.sends)
    allowances = judging.allowances(config)
    settled = settle(findings, sources, judging.policy, allowances, everything=True)
    messages = tuple((send.place.path, through(send)) for send in analysis.sends)
    notices = tuple(sorted({*analysis.notices, *failures}))
    outcome = Outcome(settled.findings, settled.suppressed, notices, messages, allowances.used)
    if memory and whole and not analysis.reveals and not failures:
        memory.keep(outcome, analysis.inputs)
    elif memory:
        memory.files.keep()
    return outcome, analysis


def through(send: Send) -> frozenset[str]:
    """The files that a message leads through, from the origins of its recipients to where it is sent."""
    steps = (step.place.path for field in send.fields for step in field.trace)
    return frozenset({send.place.path, *(field.place.path for field in send.fields), *steps})


def trace(targets: Targets, config: Config, plugins: Plugins, watch: tuple[str, int]) -> Analysis:
    """What the analysis finds, and what it knows at one line.

    Parameters
    ----------
    watch: a path, relative to the project's root, and a line.
    """
    return followed(discover(targets, config, plugins.frontends).sources, config, plugins, watch=watch)


def followed(
    sources: Sequence[Source],
    config: Config,
    plugins: Plugins,
    memory: Memory | None = None,
    watch: tuple[str, int] | None = None,
) -> Analysis:
    """Sift the files that can take part in sending; lower those, and follow values through them, if there are any.

    Parameters
    ----------
    sources: the files.
    config, plugins: as for `run`.
    memory: knows what the sift leaves.
    watch: as for `trace`.

    Raises
    ------
    Refused: a stub cannot be understood.
    """
    stubs, others = [*plugins.models, *config.models], others_of(plugins.frontends)
    try:
        kept = memory.files.sifted(sources) if memory else sifted(sources, load_needles(stubs), others)
        if not kept.relevant:
            return Analysis(notices=tuple(kept.notices))
        models = load_models(stubs)
    except StubError as error:
        raise Refused(str(error)) from error
    return analyse(sources, config.root, models, limits_of(config), others=others, watch=watch, kept=kept)


def memory_of(found: Discovery, config: Config, plugins: Plugins, judging: Judging) -> Memory | None:
    """What earlier runs have found out about a project; None where that is not worth while, or cannot be told.

    Parameters
    ----------
    found, config, plugins, judging: as for `examine`.
    """
    root = os.path.abspath(config.root)
    exists = os.path.isdir(os.path.join(root, CACHE))
    # A few files are read faster than a record of them, and what has no project file is nobody's project.
    if not exists and (len(found.sources) < FEW or not is_project(root)):
        return None
    from cclint.cache.memory import Memory
    from cclint.cache.stamps import stamps

    stamped = stamps(config, plugins, judging.today.isoformat())
    if stamped is None:
        return None
    stubs = [*plugins.models, *config.models]
    return Memory(root, stamped, found.sources, lambda: Sift(load_needles(stubs)), others_of(plugins.frontends))


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
