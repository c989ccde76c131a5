"""One run of the analysis over a project: from sources to facts."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from cclint.analysis.builtins import decorators, handlers
from cclint.analysis.deep import deeply
from cclint.analysis.entries.order import Entries
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.facts import Send
from cclint.analysis.limits import Limits
from cclint.analysis.messages.sending import Plural, settle
from cclint.analysis.program.layout import is_test
from cclint.analysis.program.project import Project
from cclint.analysis.relevance.functions import Relevant, Tests
from cclint.analysis.relevance.others import Others
from cclint.analysis.relevance.parts import WORTH, parts
from cclint.analysis.relevance.sift import Sifted
from cclint.analysis.relevance.upstream import upstream
from cclint.analysis.relevance.widening import take_in
from cclint.analysis.relevance.within import within
from cclint.analysis.results import Analysis, Found, Inputs, Reveal
from cclint.analysis.shares import MOST, can_fork, each, processors
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import forget
from cclint.finding import Place
from cclint.frontends.files import read
from cclint.ir import nodes as ir
from cclint.ir.source import Source
from cclint.models.library import Models


def run(
    sources: Sequence[Source],
    root: Path,
    models: Models,
    limits: Limits,
    tests: Tests | None,
    others: Others | None,
    watch: tuple[str, int] | None,
    kept: Sifted,
) -> Analysis:
    """See `cclint.analysis.analyse`."""
    whole = _Run(sources, root, models, limits, tests or is_test, others, watch, kept)
    return deeply(whole.analysis, whole.followed(whole.prepare()))


class Job(NamedTuple):
    """Something to be followed by itself.

    Parameters
    ----------
    part: the number of the part.
    way: "code" for all of it that is no test, "tests" for its tests, which say nothing of the rest; or "all".
    """

    part: int
    way: str


class _Run:
    """The files of a run, what is relevant of them, and the parts that they are followed in."""

    def __init__(
        self,
        sources: Sequence[Source],
        root: Path,
        models: Models,
        limits: Limits,
        tests: Tests,
        others: Others | None,
        watch: tuple[str, int] | None,
        kept: Sifted,
    ) -> None:
        self.models = models
        self.limits = limits
        self.tests = tests
        self.others = others
        self.watch = watch
        self.kept = kept
        self.sources = sources
        self.selected = {source.path for source in sources if source.selected}
        self.project = Project.of(kept.python, lambda source: read(source, limits.tokens), root, sources)
        self.project.libraries = models.packages
        self.relevant = Relevant(kept.sift, self.project)
        self.parts: list[list[str]] = []
        self.jobs: list[Job] = []
        self.starts: set[str] = set()  # the modules to begin with; the others are evaluated where they are called

    def prepare(self) -> list[int]:
        """Find the modules that take part, and what there is to be followed: how many functions there are in each of that."""
        relevant = self.relevant
        take_in(self.project, {*self.kept.kept}, relevant, self.kept.python, self.tests)
        weights = Counter(path for path, _ in relevant.known.scopes)
        self.parts = parts(relevant.outlines, weights, self.project)
        self.starts = {*relevant.outlines}
        if any(not one.selected for one in self.sources):
            reached = {path: relevant.closure(path) for path in relevant.outlines}
            self.starts &= upstream(self.selected, self.sources, reached)
        direct = Counter(path for (path, _), distance in relevant.known.scopes.items() if distance == 0)
        found: list[int] = []
        for number, part in enumerate(self.parts):
            code = sum(weights[path] for path in part if not self.tests(path))
            tests = sum(direct[path] for path in part if self.tests(path))
            ways = ("code", "tests") if code and tests and code + tests >= WORTH else ("all",)
            for way in ways:
                self.jobs.append(Job(number, way))
                found.append(code + tests if way == "all" else code if way == "code" else tests)
        return found

    def followed(self, weights: list[int]) -> list[Found]:
        """Do all jobs: in several processes, the heaviest first, where that can be done."""
        numbers = sorted(range(len(self.jobs)), key=lambda one: (-weights[one], one))
        processes = min(processors(), MOST, len(numbers)) if can_fork() else 1
        if processes < 2:
            return [deeply(self.one_of_many, self.jobs[number]) for number in numbers]
        import pickle

        self.relevant.known.meant()  # is the same for all
        gc.freeze()  # what a process looks through for garbage, it has a copy of
        found = each(lambda number: pickle.dumps(deeply(self.follow, self.jobs[number])), numbers, processes)
        gc.unfreeze()
        return [pickle.loads(one) for one in found]  # noqa: S301 (this very program made it)

    def one_of_many(self, job: Job) -> Found:
        """Follow a job after others, and before others."""
        if len(self.jobs) == 1:
            return self.follow(job)
        gc.collect()
        found = self.follow(job)
        self.project.let_go()  # what it has kept is not needed any more
        return found

    def follow(self, job: Job) -> Found:
        """Evaluate some modules, as if there were nothing else."""
        part = [path for path in self.parts[job.part] if job.way == "all" or self.tests(path) == (job.way == "tests")]
        if len(self.jobs) > 1:
            self.project.begin(part, apart=len(self.parts) > 1)
        modules = {path: module for path in part if (module := self.project.module(path)) is not None}
        entries = self.entries(modules)
        entries.run(self.starts & modules.keys(), code=job.way != "tests", tests=job.way != "code")
        return self.found_by(entries)

    def entries(self, modules: dict[str, ir.Module]) -> Entries:
        """Everything anew for some modules: nothing that is remembered of others is about them."""
        forget()
        machine = Machine(self.project, self.models, self.limits, handlers(), decorators())
        relevant = within(self.relevant, modules)
        machine.relevant, machine.supposed = relevant.scopes, relevant.supposed
        machine.planted = {**relevant.planted}
        machine.registers = self.relevant.families.registers
        machine.watched = self.watch
        return Entries(machine, relevant, modules, self.tests)

    def found_by(self, entries: Entries) -> Found:
        """What entries have found, free of all that they were found with."""
        machine, project = entries.machine, self.project
        files = project.files
        return Found(
            facts(machine, project),
            (*project.notices, *files.notices.values(), *entries.notices),
            tuple(Reveal(Place(path, *node.at), text) for node, path, text in machine.reveals),
            tuple(machine.noted),
            frozenset(project.seen),
            frozenset(files.read),
            frozenset(files.rendered),
            {**files.probed},
            {**project.searches},
            machine.hurried,
        )

    def analysis(self, parts_found: list[Found]) -> Analysis:
        """What a run has found, from what its parts have; and what files that are no programs send by themselves."""
        found = Found()
        for one in parts_found:
            found = found.and_also(one)
        notices = [*self.kept.notices]
        if self.others is not None:
            self.project.files.rendered |= found.rendered
            more, unread = self.others.modules(self.kept.others)
            notices += unread
            if more:
                self.project.modules.update(more)
                entries = self.entries({})
                entries.bodies(more)
                found = found.and_also(self.found_by(entries))
        selected = self.selected
        notices += found.notices
        sends = in_order(found.sends)
        return Analysis(
            sends,
            tuple(sorted({notice for notice in notices if notice.path in selected or not notice.fatal})),
            len({send.place.path for send in sends} & selected),
            len(selected),
            tuple(sorted(set(found.reveals), key=lambda one: (one.place, one.text))),
            found.known,
            self.inputs(found),
        )

    def inputs(self, found: Found) -> Inputs:
        """What the result depends on."""
        kept, sources = self.kept, self.project.sources
        searched = {path for paths in found.searches.values() for path in paths}
        files = {source.path for source in kept.others}
        return Inputs(
            frozenset(
                kept.kept
                | found.modules
                | self.project.seen
                | self.relevant.near
                | searched
                | files
                | (found.files & sources.keys())
            ),
            found.files - sources.keys(),
            found.probed,
            tuple(found.searches),
            self.relevant.helpers(),
            found.hurried,
        )


def facts(machine: Machine, project: Project) -> tuple[Send, ...]:
    """The messages that a machine has seen, as rules see them."""
    scopes = _Scopes(project)
    return in_order(
        settle(send, Plural(machine.plural, machine.parted, machine.left_behind), scopes.of) for send in machine.sends
    )


def in_order(sends: Iterable[Send]) -> tuple[Send, ...]:
    """Messages by their places, each once."""
    return tuple(
        sorted(
            dict.fromkeys(sends),
            key=lambda send: (send.place, send.api, send.sending.value, [field.place for field in send.fields]),
        )
    )


class _Scopes:
    """Finds the function or class around a place, and its source text."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def of(self, trail: Trail) -> tuple[str, str]:
        module = self.project.modules.get(trail.path)
        if module is None:
            return "", ""
        line = trail.at[0]
        scope = module.body
        while True:
            inner = next((one for one in scope.inner if one.kind != "lambda" and one.at[0] <= line <= one.at[2]), None)
            if inner is None:
                break
            scope = inner
        text = module.lines[line - 1] if 0 < line <= len(module.lines) else ""
        return scope.qualname, " ".join(text.split())
