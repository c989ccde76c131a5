"""Every file of the interpreters' own test suites is read, or it is said precisely why not: no crash, no hang.

    python benchmarks/suites.py [--seconds N] [--everything] [--project] FOLDER...

A folder is the `Lib/test` of some Python (`lib/python3.8/test` where it is installed); any other folder of Python files will
do, too. Each file is lowered and analysed by itself. Where the interpreter that a folder belongs to is there
(`../../../bin/python`), it says which of the files it can compile, and cclint must read those wholly: compiling executes
nothing. The table has a line for each folder:

    files      how many there are
    valid      of them, those that their own interpreter compiles ("-" where there is none)
    whole      read and analysed to the last line
    explained  all others: a notice names the line, the column, and why
    crashes    an exception, or a notice that cclint failed
    late       more processor time than the limit, 10 seconds where nothing else is said
    slowest    processor time of the slowest file
    lost       files that their own interpreter compiles, and that were not read wholly

The exit status is 1 where a file crashed, was late, was lost, or was not explained. `--everything` takes every function
for one that sends mail, so that the evaluator goes through all of them; `--project` analyses each folder as one project
as well, with `cclint check`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from cclint.analysis import Limits, analyse
from cclint.finding import Notice
from cclint.frontends.files import read
from cclint.ir.source import Source
from cclint.models import load_models
from cclint.models.library import Models
from cclint.strangers import patience

COMPILES = """\
import json, sys, warnings
warnings.simplefilter("ignore")
found = []
for path in json.load(sys.stdin):
    try:
        with open(path, "rb") as file:
            compile(file.read(), path, "exec", 0, True)
        found.append(path)
    except Exception:
        pass
json.dump(found, sys.stdout)
"""
"""Asks an interpreter, of any version, which files it can compile."""
LATE = 600
"""Seconds of wall time after which a file is given up, however busy the machine is."""


@dataclass
class Tally:
    """What became of the files of a folder."""

    files: int = 0
    valid: int | None = None
    whole: int = 0
    explained: int = 0
    crashes: int = 0
    late: int = 0
    lost: int = 0
    slowest: float = 0.0
    slowest_file: str = ""
    troubles: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.crashes or self.late or self.lost) and self.whole + self.explained == self.files


def main() -> int:
    """Look at the folders, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time that no file may take")
    parser.add_argument("--everything", action="store_true", help="evaluate every function")
    parser.add_argument("--project", action="store_true", help="analyse each folder as one project, too")
    options = parser.parse_args()
    if options.everything:
        everything()
    models = load_models()
    print(
        f"{'files':>6}{'valid':>6}{'whole':>6}{'explained':>10}{'crashes':>8}{'late':>5}{'lost':>5}  slowest",
        flush=True,
    )
    good = True
    for folder in options.folders:
        tally = looked_at(folder, models, options.seconds)
        good &= tally.good
        valid = "-" if tally.valid is None else tally.valid
        print(
            f"{tally.files:>6}{valid:>6}{tally.whole:>6}{tally.explained:>10}{tally.crashes:>8}{tally.late:>5}{tally.lost:>5}"
            f"  {tally.slowest:.1f} s {tally.slowest_file}  {folder}",
            flush=True,
        )
        for trouble in tally.troubles:
            print(f"       {trouble}", flush=True)
        if options.project:
            good &= as_project(folder)
    return 0 if good else 1


def everything() -> None:
    """Have every function of every file evaluated, whatever it mentions."""
    from cclint.analysis.relevance.apis import Apis, Offered
    from cclint.analysis.relevance.sift import Sift

    Sift.keeps = lambda *_: True  # type: ignore[method-assign]
    Apis.says_little = lambda *_: False  # type: ignore[method-assign]
    Offered.meant = lambda *_: True  # type: ignore[method-assign]


def looked_at(folder: Path, models: Models, seconds: float) -> Tally:
    """Read and analyse each file of a folder."""
    paths = sorted(path for path in folder.rglob("*.py") if path.is_file())
    compiled = compiling(folder, paths)
    tally = Tally(valid=None if compiled is None else len(compiled))
    for path in paths:
        name = path.relative_to(folder).as_posix()
        tally.files += 1
        begun = time.process_time()
        try:
            with patience(LATE, "the analysis of one file"):
                notices = of_file(path, name, models)
        except Exception:  # noqa: BLE001 (that is what is counted)
            tally.crashes += 1
            tally.troubles.append(f"{name}: {traceback.format_exc(limit=-3)}")
            continue
        took = time.process_time() - begun
        if took > tally.slowest:
            tally.slowest, tally.slowest_file = took, name
        if took > seconds:
            tally.late += 1
            tally.troubles.append(f"{name}: {took:.1f} s")
        if failed := [notice for notice in notices if notice.kind in ("internal", "rule")]:
            tally.crashes += 1
            tally.troubles += [f"{name}: {notice.reason}" for notice in failed]
        unread = [notice for notice in notices if notice.fatal and notice not in failed]
        if not unread:
            tally.whole += not failed
        elif all(notice.line > 0 and notice.column > 0 and notice.reason for notice in unread):
            tally.explained += 1
        if unread and compiled is not None and str(path) in compiled:
            tally.lost += 1
            tally.troubles.append(f"{name}:{unread[0].line}: is valid, but {unread[0].reason}")
    return tally


def of_file(path: Path, name: str, models: Models) -> list[Notice]:
    """Lower a file, which the analysis alone does only where it can send mail, and analyse it."""
    notices = list(read(Source(name, path)).notices)
    found = analyse([Source(name, path)], path.parent, models, Limits(), tests=lambda _: False)
    return list(dict.fromkeys([*notices, *found.notices]))


def compiling(folder: Path, paths: list[Path]) -> set[str] | None:
    """The files that the interpreter of a folder can compile; None where there is none."""
    interpreter = folder.resolve().parent.parent.parent / "bin" / "python"
    if not interpreter.is_file():
        return None
    done = subprocess.run(
        [interpreter, "-E", "-c", COMPILES],
        input=json.dumps([*map(str, paths)]),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def as_project(folder: Path) -> bool:
    """Analyse a copy of a folder as a whole: whether that ended by itself, and without a failure."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "cclint", "check", "--no-cache", "--isolated", "--output-format", "json", "."]
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copytree(folder, Path(place, "suite"), symlinks=True)  # away from the ignore files around it
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    last = done.stderr.strip().rpartition("\n")[2]
    print(f"       as one project: {time.monotonic() - begun:.0f} s, {last}", flush=True)
    return done.returncode in (0, 1, 2) and "internal" not in done.stdout and "bug in cclint" not in done.stderr


if __name__ == "__main__":
    raise SystemExit(main())
