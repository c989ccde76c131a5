"""What a run costs, against tools that read the same files.

    python -m benchmarks [SCENARIO ...] [--runs N] [--peers ruff,bandit,semgrep] [--cache FOLDER]

Scenarios: `django` (its source, cold and warm), `popular` (about 10,000 files of popular packages, cold, warm, one file
changed), `hook` (three files as a commit hook runs them), `scale` (1,000 to 100,000 files), `smoke` (a few files, no
index). Packages are fetched once, pinned, and kept. Figures are medians; ratios are to the first line of each table.
Other work on the machine changes seconds; commands run in turn, so it changes ratios little.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import tools, trees
from benchmarks.measure import Cost, Subject, compare, table

MAIL = """\
import smtplib
from email.message import EmailMessage

people = open("people.txt").read().split()
for person in people:
    message = EmailMessage()
    message["To"] = person
    smtplib.SMTP("localhost").send_message(message)
"""
PLAIN = "import os\n\n\ndef joined(name: str) -> str:\n    return os.path.join(name, 'x')\n"
Tables = Iterator[tuple[str, dict[str, Cost]]]


def django(options: argparse.Namespace) -> Tables:
    """Django's source, from its own folder: what has no project file is remembered nowhere."""
    folder = next(trees.fetch(trees.DJANGO, options.cache, source=True).glob("*/pyproject.toml")).parent
    yield "Django, cold", compare([*tools.peers(folder, options.peers), cold(folder)], options.runs)
    yield "Django, warm", compare([warm(folder)], options.runs)


def popular(options: argparse.Namespace) -> Tables:
    """About 10,000 files."""
    folder = trees.tree(trees.popular(options.cache), 10_000, options.cache / "tree-10000")
    yield "popular packages, cold", compare([*tools.peers(folder, options.peers), cold(folder)], options.runs)
    yield "popular packages, warm", compare([warm(folder), changed(folder)], options.runs)


def hook(options: argparse.Namespace) -> Tables:
    """Three files that have changed."""
    for name, text in (("without mail", PLAIN), ("that send mail", MAIL)):
        folder = options.cache / f"hook-{name.replace(' ', '-')}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "pyproject.toml").touch()
        files = [f"file{number}.py" for number in range(3)]
        for number, file in enumerate(files):
            (folder / file).write_text(f"{text}\nNUMBER = {number}\n")
        subjects = [tools.start_up(folder), tools.cclint("cclint", folder, "--skip-unknown", *files)]
        yield f"three files {name}", compare(subjects, options.runs)


def scale(options: argparse.Namespace) -> Tables:
    """Trees of a growing size, copies of one another."""
    sources = trees.popular(options.cache)
    for size in options.sizes:
        folder = trees.tree(sources, size, options.cache / f"tree-{size}")
        beside = tools.peers(folder, options.peers or "ruff")
        yield f"{size:,} files, cold", compare([*beside, cold(folder)], options.runs)
        yield f"{size:,} files, warm", compare([warm(folder), changed(folder)], options.runs)


def smoke(options: argparse.Namespace) -> Tables:
    """A few files of our own: that everything still works, not how long it takes."""
    folder = options.cache / "smoke"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").touch()
    for number in range(60):
        (folder / f"file{number}.py").write_text(f"{MAIL if number % 20 == 0 else PLAIN}\nNUMBER = {number}\n")
    yield "smoke, cold", compare([*tools.peers(folder, options.peers), cold(folder)], options.runs)
    yield "smoke, warm", compare([warm(folder), changed(folder)], options.runs)


def cold(folder: Path) -> Subject:
    """Cclint without what earlier runs have kept."""
    return tools.cclint("cclint, no cache", folder, "--no-cache", ".")


def warm(folder: Path) -> Subject:
    """Cclint where nothing has changed; the run that is not measured fills the cache."""
    return tools.cclint("cclint, nothing changed", folder, ".")


def changed(folder: Path) -> Subject:
    """Cclint where one file without mail has changed."""
    numbers = iter(range(1_000_000))
    file = folder / "one_file_that_changes.py"

    def change() -> None:
        file.write_text(f"{PLAIN}\nNUMBER = {next(numbers)}\n")

    return Subject("cclint, one file changed", tools.cclint("", folder, ".").command, folder, change)


SCENARIOS: dict[str, Callable[[argparse.Namespace], Tables]] = {
    "django": django, "popular": popular, "hook": hook, "scale": scale, "smoke": smoke,
}  # fmt: skip


def main() -> int:
    """Run the scenarios that were asked for."""
    usual = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "cclint-benchmarks")
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What a run costs, against its peers.")
    parser.add_argument(
        "scenarios", nargs="*", metavar="SCENARIO", help=f"{', '.join(SCENARIOS)} (default: hook, django)"
    )
    parser.add_argument("--runs", type=int, default=5, help="measured runs of each command (default: 5)")
    parser.add_argument("--peers", default="", help="ruff, grep, rg, bandit, semgrep, pyre (default: the first three)")
    parser.add_argument("--cache", type=Path, default=usual, help=f"where packages are kept (default: {usual})")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="of `scale`, in files")
    options = parser.parse_args()
    if unknown := [name for name in options.scenarios if name not in SCENARIOS]:
        parser.error(f"there is no scenario {unknown[0]!r}")
    options.cache = options.cache.resolve()
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} CPUs, load {_load()}\n")
    for name in options.scenarios or ("hook", "django"):
        for title, costs in SCENARIOS[name](options):
            print(table(title, costs), flush=True)
    return 0


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    sys.exit(main())
