"""Other tools on programs whose verdict is known: what they find, and what they report of safe ones.

    python benchmarks/accuracy.py CASES [--tool NAME ...] [--json FILE]

CASES holds folders with a `case.toml`: `verdict = "exposes"` with the lines `sinks = ["main.py:14"]` where a finding may
stand, or `verdict = "safe"`. A case is *found* where a tool reports anything in it, *placed* where it does so at one of these
lines, and a *false alarm* where it reports anything in a safe one. Tools are taken from the PATH; one that is not there is
left out.

grep, Semgrep, Pysa and CodeQL get rules written for this question (`rules/`); Ruff and Bandit take no rules of users in a file,
and run with all of their own that are about security. Each tool sees a copy without the verdicts: cclint, Pysa and CodeQL each
case alone, for they look at projects; the others all at once, which is the same to them, for they look at one file at a time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent / "rules"
SECONDS = 1800
CASE_SECONDS = 1500
"""What a tool that sees each case alone may take for it: Pysa follows what a case imports, which can be a lot."""

Flagged = set[tuple[str, int, int]]
"""Path below the folder of cases, first line, last line."""


@dataclass
class Score:
    """What a tool made of all cases."""

    found: int = 0
    placed: int = 0
    alarms: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Run the tools and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--tool", action="append", choices=TOOLS, help="only this one; may be repeated")
    parser.add_argument("--json", type=Path, help="write the figures, and what is judged wrongly, to a file")
    options = parser.parse_args()
    specs = {
        path.parent.relative_to(options.cases).as_posix(): tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(options.cases.rglob("case.toml"))
    }
    exposing = sum(spec["verdict"] == "exposes" for spec in specs.values())
    print(f"{len(specs)} cases: {exposing} expose, {len(specs) - exposing} are safe\n")
    print(f"{'tool':10} {'found':>12} {'placed':>12} {'false alarms':>14} {'seconds':>8}")
    scores = {}
    for name in options.tool or TOOLS:
        if shutil.which(COMMANDS.get(name, name)) is None:
            print(f"{name:10} is not installed")
            continue
        score = scores[name] = measure(TOOLS[name], options.cases, specs)
        safe = len(specs) - exposing
        print(
            f"{name:10} {score.found:5} ({score.found / exposing:4.0%}) {score.placed:5} ({score.placed / exposing:4.0%}) "
            f"{score.alarms:7} ({score.alarms / safe:4.0%}) {score.seconds:8.1f}"
        )
    if options.json:
        options.json.write_text(json.dumps({name: vars(score) for name, score in scores.items()}, indent=1))


def measure(tool: Callable[[Path, list[str]], Flagged], cases: Path, specs: dict[str, dict[str, object]]) -> Score:
    """Hold what a tool reports against the verdicts."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch).resolve() / "cases"
        shutil.copytree(cases, copy, symlinks=True, ignore=shutil.ignore_patterns("case.toml", "__pycache__"))
        start = time.perf_counter()
        flagged = tool(copy, list(specs))
        score = Score(seconds=time.perf_counter() - start)
    for name, spec in specs.items():
        own = {
            (path.removeprefix(f"{name}/"), first, last) for path, first, last in flagged if path.startswith(f"{name}/")
        }
        if spec["verdict"] != "exposes":
            score.alarms += bool(own)
            score.wrong += [f"{name}: false alarm at {sorted(own)}"] if own else []
            continue
        sinks = [(path, int(line)) for path, _, line in (str(one).rpartition(":") for one in spec["sinks"])]  # type: ignore[attr-defined]
        placed = any(p == path and first <= line <= last for path, line in sinks for p, first, last in own)
        score.found += bool(own)
        score.placed += placed
        score.wrong += [] if placed else [f"{name}: {'misplaced' if own else 'missed'}"]
    return score


def output(*command: str | Path, cwd: Path, seconds: float = SECONDS) -> str:
    """What a command prints on standard output, whatever its status; nothing where it takes too long, which is said."""
    environment = {**os.environ, "SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=cwd, env=environment, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        print(f"{words[0]}: given up after {seconds:.0f} s: {cwd.name}", file=sys.stderr)
        return ""
    return done.stdout.decode(errors="replace")


def cclint(folder: Path, names: list[str]) -> Flagged:
    """Each case is a project of its own; as an auditor judges, for the verdicts do."""

    def each() -> Iterator[tuple[str, int, int]]:
        for name in names:
            command = ("cclint", "check", "--no-cache", "--persona", "auditor", "--output-format", "json", ".")
            for one in json.loads(output(*command, cwd=folder / name) or '{"findings": []}')["findings"]:
                place = one["place"]
                if one["level"] != "note" and not one["suppressedBy"]:
                    yield f"{name}/{place['path']}", place["line"], place["endLine"]

    return set(each())


def grep(folder: Path, _: list[str]) -> Flagged:
    """Lines that fit one of our patterns."""
    lines = output("grep", "-rInE", "-f", HERE / "grep.txt", ".", cwd=folder).splitlines()
    found = (line.removeprefix("./").split(":", 2) for line in lines)
    return {(path, int(line), int(line)) for path, line, _ in found}


def ruff(folder: Path, _: list[str]) -> Flagged:
    """Its rules that are about security."""
    command = ("ruff", "check", "--isolated", "--no-cache", "--select", "S", "--output-format", "json", ".")
    return {
        (Path(one["filename"]).relative_to(folder).as_posix(), one["location"]["row"], one["end_location"]["row"])
        for one in json.loads(output(*command, cwd=folder))
        if (one["code"] or "").startswith("S")
    }


def bandit(folder: Path, _: list[str]) -> Flagged:
    """All of its rules."""
    report = json.loads(output("bandit", "-q", "-r", "-f", "json", ".", cwd=folder))
    return {
        (one["filename"].removeprefix("./"), one["line_range"][0], one["line_range"][-1]) for one in report["results"]
    }


def semgrep(folder: Path, _: list[str]) -> Flagged:
    """Our taint rules; its registry has none for this question."""
    command = ("semgrep", "scan", "--metrics", "off", "--quiet", "--no-git-ignore", "--config", HERE / "semgrep.yml")
    report = json.loads(output(*command, "--json", ".", cwd=folder))
    return {(one["path"].removeprefix("./"), one["start"]["line"], one["end"]["line"]) for one in report["results"]}


def pysa(folder: Path, names: list[str]) -> Flagged:
    """Our taint models; it brings along none for this question. What a case imports is looked for where Pysa is installed."""
    found: Flagged = set()
    for name in names:
        project = folder / name
        if not any(project.rglob("*.py")):
            continue
        settings = {
            "source_directories": ["."],
            "taint_models_path": [str(HERE / "pysa")],
            "site_package_search_strategy": "all",
            "strict": True,
        }
        (project / ".pyre_configuration").write_text(json.dumps(settings))
        # By itself it passes by the bodies of functions without hints, which is most of them.
        (project / "pyrefly.toml").write_text('untyped-def-behavior = "check-and-infer-return-type"\n')
        told = output("pyre", "--noninteractive", "analyze", "--no-verify", cwd=project, seconds=CASE_SECONDS)
        for one in json.loads(told or "[]"):
            found.add((f"{name}/{one['path']}", one["line"], one["stop_line"]))
    return found


def codeql(folder: Path, names: list[str]) -> Flagged:
    """Our query, compiled with the library that CodeQL comes with."""
    found: Flagged = set()
    for name in names:
        project, database, report = folder / name, folder.parent / "database", folder.parent / "codeql.sarif"
        if not any(project.rglob("*.py")):
            continue
        output("codeql", "database", "create", "--overwrite", "--language=python", database, cwd=project)
        output(
            "codeql",
            "database",
            "analyze",
            "--format=sarif-latest",
            f"--output={report}",
            database,
            HERE / "codeql",
            cwd=project,
        )
        for one in json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"]:
            place = one["locations"][0]["physicalLocation"]
            first = place["region"]["startLine"]
            found.add((f"{name}/{place['artifactLocation']['uri']}", first, place["region"].get("endLine", first)))
    return found


COMMANDS = {"pysa": "pyre"}
"""What a tool's command is called, where that is not its name."""

TOOLS: dict[str, Callable[[Path, list[str]], Flagged]] = {
    "grep": grep,
    "ruff": ruff,
    "bandit": bandit,
    "semgrep": semgrep,
    "pysa": pysa,
    "codeql": codeql,
    "cclint": cclint,
}

if __name__ == "__main__":
    main()
