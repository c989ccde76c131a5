"""Runs one program in all of its worlds, in a process of its own."""

from __future__ import annotations

import atexit
import io
import linecache
import os
import shutil
import signal
import sqlite3
import sys
import threading
import traceback
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

from fuzz.oracle.delivery import Run
from fuzz.oracle.trap import Trap
from fuzz.program import MAIN, Program, World

TIME = 3
"""Seconds of wall time that all worlds of a program may take together."""


class Finder(MetaPathFinder, Loader):
    """Imports a program's modules from their compiled code."""

    def __init__(self, codes: dict[str, CodeType]) -> None:
        self.modules: dict[str, tuple[CodeType, bool]] = {}
        for path, code in codes.items():
            name = path.removesuffix(".py").replace("/", ".")
            package = name.endswith(".__init__")
            self.modules[name.removesuffix(".__init__")] = (code, package)

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in self.modules:
            return None
        return spec_from_loader(name, self, is_package=self.modules[name][1])

    def exec_module(self, module: ModuleType) -> None:
        exec(self.modules[module.__name__][0], module.__dict__)


def run(program: Program, folder: Path) -> list[Run]:
    """Run a program in each of its worlds, one after the other.

    Parameters
    ----------
    program: what to run.
    folder: an empty folder for what it reads and writes.
    """
    signal.alarm(TIME)
    codes = {path: compile(text, path, "exec") for path, text in program.files.items()}
    for path, text in program.files.items():  # for inspect and dataclasses, which may ask
        linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    finder = Finder(codes)
    sys.meta_path.insert(0, finder)
    spool = folder / "spool"
    spool.mkdir()
    trap = Trap(frozenset(codes), spool)
    trap.install()
    environment = dict(os.environ)
    runs = []
    for number, world in enumerate(program.worlds):
        place = folder / f"world{number}"
        place.mkdir()
        furnish(world, place)
        os.chdir(place)
        os.environ.clear()
        os.environ.update(environment, **world.environment)
        trap.reset()
        for name in finder.modules:
            sys.modules.pop(name, None)
        runs.append(run_once(codes[MAIN], world, trap))
    return runs


def furnish(world: World, place: Path) -> None:
    """Write the files of a world."""
    for name, text in world.files.items():
        (place / name).write_text(text, encoding="utf-8")
    for name, rows in world.tables.items():
        with sqlite3.connect(place / name) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("CREATE TABLE people (name TEXT, email TEXT, active TEXT)")
            connection.executemany("INSERT INTO people VALUES (?, ?, ?)", rows)
        connection.close()


def run_once(code: CodeType, world: World, trap: Trap) -> Run:
    """Run the main module, and whatever it has left to be done at its end."""
    sys.argv = [MAIN, *world.arguments]
    sys.stdin = io.StringIO(world.stdin)
    failure = ""
    module = ModuleType("__main__")
    sys.modules["__main__"] = module
    before = set(threading.enumerate())
    threading.settrace(trap.trace)
    sys.settrace(trap.trace)
    try:
        exec(code, module.__dict__)
        for thread in set(threading.enumerate()) - before:
            thread.join(TIME)
    except SystemExit:
        pass
    except BaseException as error:
        own = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename in trap.names]
        where = f" at {own[-1].filename}:{own[-1].lineno}" if own else ""
        failure = f"{type(error).__name__}: {error}{where}"
    finally:
        atexit._run_exitfuncs()
        atexit._clear()
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
    trap.collect()
    return Run(tuple(trap.deliveries), failure, frozenset(trap.lines))


def serve(program: Program, folder: Path) -> list[Run]:
    """`run`, in an empty folder that is gone afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        return run(program, folder)
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
