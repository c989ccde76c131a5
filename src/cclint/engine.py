"""The pipeline, on one screen: discover, sift, lower, analyse, judge, settle."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from cclint.analysis import Analysis
from cclint.analysis.facts import Send
from cclint.cache.outcome import Outcome
from cclint.config import BASELINE, Config
from cclint.config.roots import repository
from cclint.discovery.paths import Discovery, Targets, discover
from cclint.following import followed, memory_of
from cclint.judging import Judging
from cclint.models import StubError
from cclint.plugins import Plugins
from cclint.refusal import Refused
from cclint.report import Figures, Report
from cclint.settle import Settled, both, of_files, settle

if TYPE_CHECKING:
    from cclint.cache.memory import Memory


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
        from cclint.gate.since import Base, newer

        base = Base.of(targets, config)
    found = gather(targets, config, plugins)
    plain = cached and base is None and not targets.staged and not targets.head and not targets.text
    try:
        memory = memory_of(found, config, plugins, judging) if plain else None
        whole = report = examine(found, config, plugins, judging, memory)
    except StubError as error:
        raise Refused(error.seen_from(config.root)) from error
    if base is not None:
        earlier = base.files(config, plugins.frontends)
        # Without findings nothing can be new, and the earlier version need not be followed.
        before = examine(earlier, config, plugins, judging) if report.findings else Report()
        report = newer(report, found.sources, before, earlier.sources, base.name)
    return accepted(report, whole, config, found)


def accepted(report: Report, whole: Report, config: Config, found: Discovery) -> Report:
    """A report without what the project's baseline accepts.

    Parameters
    ----------
    report: what is reported.
    whole: the same, and what is older than the work.
    config: names the baseline.
    found: the files.

    Raises
    ------
    Refused: the baseline is not there, or is none.
    """
    if file := baseline_of(config):
        from cclint.gate import baseline

        known = baseline.read(file, relative(file, config))
        report = baseline.accept(report, whole.findings, known, found.sources)
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
    from cclint.gate.objects import discover_commit, discover_staged
    from cclint.gate.since import repository_of

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


def prefix_of(config: Config) -> str:
    """The project's root as seen from the top of its repository, which services of repositories count paths from."""
    root = os.path.abspath(config.root)
    top = repository(root)
    below = os.path.relpath(root, top) if top else os.curdir
    return "" if below == os.curdir else below.replace(os.sep, "/") + "/"
