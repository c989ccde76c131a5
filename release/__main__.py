"""Build what is published, and try it as somebody would who has just got it.

    python -m release                    a rehearsal: everything but the version's place in the changelog
    python -m release 0.2.0              the release: writes version and changelog, and commits and tags once all is well
    python -m release --tagged v0.2.0    what stands in the checkout must be that release (so the workflow publishes)

Only Python, git and a package index are needed: build, twine and cyclonedx-bom are installed, in pinned releases, into a
folder that is thrown away. Wheel, sdist, the bill of materials and their checksums are left in `dist/`. Nothing is uploaded.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import sys
import tempfile
from pathlib import Path

from release import contents, notes, trial
from release.running import NotReleasedError, python_of, run, say

PROJECT = Path(__file__).parent.parent
BILL = "cclint_mail.cdx.json"
"""Named without the version, for the workflow names it."""

TOOLS = ("build==1.6.1", "twine==7.0.0", "cyclonedx-bom==7.5.0")


def main() -> int:
    """Run the steps, and say which one fails."""
    parser = argparse.ArgumentParser(prog="python -m release", description="Build and try what is published.")
    parser.add_argument("version", nargs="?", help="the release to make, as in 0.2.0; without it, a rehearsal")
    parser.add_argument("--tagged", metavar="TAG", help="check that the checkout is the release of this tag")
    parser.add_argument("--python", action="append", default=[], help="an interpreter to try it on; may be repeated")
    parser.add_argument("--dist", type=Path, default=PROJECT / "dist", help="where the files go (default: dist/)")
    options = parser.parse_args()
    if options.version and options.tagged:
        parser.error("a tag is of a release that was made already")
    try:
        release(options)
    except NotReleasedError as mistake:
        print(f"release: {mistake}", file=sys.stderr)
        return 1
    return 0


def release(options: argparse.Namespace) -> None:
    """All steps, the cheap ones first."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if options.version:
            notes.clean_tree(PROJECT)
        say("version and changelog")
        sources = folder / "sources"
        contents.export(PROJECT, sources)
        version = notes.settled(sources, options.version, options.tagged)
        say("tools")
        tools = folder / "tools"
        run(sys.executable, "-m", "venv", tools)
        run(python_of(tools), "-m", "pip", "install", "-q", "--disable-pip-version-check", *TOOLS)
        say("wheel and sdist")
        made = folder / "dist"
        run(python_of(tools), "-m", "build", "--outdir", made, sources)
        wheel, sdist = contents.check(made, version, sources)
        run(python_of(tools), "-m", "twine", "check", "--strict", wheel, sdist)
        for interpreter in options.python or trial.interpreters(sources):
            for file in (wheel, sdist):
                say(f"{file.name} on {trial.version_of(interpreter)}")
                environment = trial.install(
                    interpreter, file, folder / f"try-{trial.version_of(interpreter)}-{file.suffix[1:]}"
                )
                trial.use(environment, version, sources)
        say("bill of materials")
        bill = made / BILL
        contents.bill_of_materials(python_of(tools), environment, sources, bill)
        finish(made, options.dist)
    if options.version:
        notes.commit(PROJECT, version)
    say(f"cclint-mail {version} lies in {options.dist}")


def finish(made: Path, dist: Path) -> None:
    """Put the files where they are wanted, with their checksums, and tell both."""
    shutil.rmtree(dist, ignore_errors=True)
    shutil.copytree(made, dist)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(dist.iterdir())]
    (dist / "SHA256SUMS").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    for line in lines:
        print(re.sub(r"^(\w{12})\w+", r"\1…", line))


if __name__ == "__main__":
    sys.exit(main())
