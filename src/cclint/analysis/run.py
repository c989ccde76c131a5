"""One run of the analysis over a project: from sources to facts."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cclint.analysis.builtins import decorators, handlers
from cclint.analysis.callers import Callers
from cclint.analysis.entries import Entries
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.facts import Send
from cclint.analysis.layout import is_test
from cclint.analysis.limits import Limits
from cclint.analysis.others import Others
from cclint.analysis.project import Project
from cclint.analysis.relevance import Relevant, Tests
from cclint.analysis.results import Analysis, Inputs, Reveal
from cclint.analysis.sending import Plural, settle
from cclint.analysis.sift import Sifted
from cclint.analysis.trail import Trail
from cclint.analysis.value import forget
from cclint.finding import Place
from cclint.frontends.files import read
from cclint.ir import nodes as ir
from cclint.ir.source import Source
from cclint.models.library import Models

STACK = 256 << 20
"""Bytes of stack for the evaluator, whose recursion follows that of the program that it reads."""
DEEP = 30_000
ROOM = 4_200_000
"""Slots of the frame that the evaluator is called from.

Python (3.11 and later) keeps frames in chunks of 16 kB, and gives a chunk back to the system as soon as the first frame in
it is left: where recursion goes up and down across such a border, each call there maps and unmaps memory. A frame that
does not fit gets a chunk of its own, of the next power of two, and what is called from it uses the rest of that. Nothing
of it is touched before it is needed.
"""


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
    result: list[Analysis] = []
    failure: list[BaseException] = []

    def work() -> None:
        try:
            result.append(_analysed(sources, root, models, limits, tests or is_test, others, watch, kept))
        except BaseException as error:  # noqa: BLE001 (it goes on to the caller, from its own thread)
            failure.append(error)

    _deeply(work)
    if failure:
        raise failure[0]
    return result[0]


def _deeply(work: Callable[[], None]) -> None:
    """Run something in a thread with room for deep recursion, and without searching its many objects for garbage: values
    form no circles, and a search through all of them takes a tenth of the run and finds nothing.
    """
    before, limit, collecting = threading.stack_size(), sys.getrecursionlimit(), gc.isenabled()
    gc.disable()
    threading.stack_size(STACK)
    sys.setrecursionlimit(DEEP)
    try:
        thread = threading.Thread(target=_roomy, args=(work,), name="analysis", daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
        sys.setrecursionlimit(limit)
        gc.freeze()  # all that is there now counts as old at once, and is not the first thing to be searched
        gc.unfreeze()
        if collecting:
            gc.enable()


def _roomy(work: Callable[[], None]) -> None:
    """Call something from a frame that is larger than it looks."""
    work()


_roomy.__code__ = _roomy.__code__.replace(co_stacksize=ROOM)


def _analysed(
    all_sources: Sequence[Source],
    root: Path,
    models: Models,
    limits: Limits,
    tests: Tests,
    others: Others | None,
    watch: tuple[str, int] | None,
    kept: Sifted,
) -> Analysis:
    forget()
    project = Project.of(kept.python, lambda source: read(source, limits.tokens), root, all_sources)
    notices = [*kept.notices]
    relevant = Relevant(kept.sift, project)
    modules = _modules(project, {*kept.kept}, relevant, kept.python, tests)
    machine = Machine(project, models, limits, handlers(), decorators())
    machine.relevant = relevant.scopes
    machine.watched = watch
    selected = {source.path for source in all_sources if source.selected}
    entries = Entries(machine, relevant, modules, tests)
    entries.run(
        relevant.upstream(selected, all_sources) if any(not one.selected for one in all_sources) else {*modules}
    )
    if others is not None:
        more, unread = others.modules(kept.others)
        notices.extend(unread)
        project.modules.update(more)
        entries.bodies(more)
    sends = _facts(machine, project)
    reveals = tuple(Reveal(Place(path, *node.at), text) for node, path, text in machine.reveals)
    notices.extend(project.notices)
    notices.extend(project.files.notices.values())
    notices.extend(entries.notices)
    shown = sorted({notice for notice in notices if notice.path in selected or not notice.fatal})
    mailers = len({send.place.path for send in sends} & selected)
    return Analysis(
        sends,
        tuple(shown),
        mailers,
        len(selected),
        tuple(sorted(set(reveals), key=lambda one: (one.place, one.text))),
        tuple(machine.noted),
        _inputs(project, kept, modules, relevant, machine),
    )


def _inputs(
    project: Project, kept: Sifted, modules: Mapping[str, ir.Module], relevant: Relevant, machine: Machine
) -> Inputs:
    found = {path for paths in project.searches.values() for path in paths}
    files = {source.path for source in kept.others}
    read = project.files.read
    return Inputs(
        frozenset(kept.kept | project.modules.keys() | found | files | (read & project.sources.keys())),
        frozenset(read - project.sources.keys()),
        dict(project.files.probed),
        tuple(project.searches),
        relevant.helpers(modules),
        machine.hurried,
    )


def _modules(
    project: Project, kept: set[str], relevant: Relevant, sources: Sequence[Source], tests: Tests
) -> dict[str, ir.Module]:
    """The modules that can send mail, and those that can call a function that does, to a fixed point."""
    modules: dict[str, ir.Module] = {}
    # What only tests call is judged by itself.
    callers = Callers((source for source in sources if not tests(source.path)), project)
    unsure = {path for path in kept if relevant.apis.says_little(path)}
    kept -= unsure
    pending = sorted(kept)
    while pending:
        for path in pending:
            module = project.module(path)
            if module is not None:
                modules[path] = module
        relevant.extend(modules)
        helpers = relevant.helpers(modules)
        found = callers.of(helpers, kept)
        beside = relevant.beside(unsure - kept, modules)
        pending = sorted({*(source.path for source in found), *beside})
        kept |= set(pending)
    return modules


def _facts(machine: Machine, project: Project) -> tuple[Send, ...]:
    scopes = _Scopes(project)
    settled = [settle(send, Plural(machine.plural, machine.parted), scopes.of) for send in machine.sends]
    unique = dict.fromkeys(settled)
    return tuple(
        sorted(
            unique, key=lambda send: (send.place, send.api, send.sending.value, [field.place for field in send.fields])
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
