"""What is in the files: of the package everything, of the rest nothing that nobody needs, and what it depends on."""

from __future__ import annotations

import json
import re
import shutil
import tarfile
import zipfile
from pathlib import Path

from release.running import NotReleasedError, run

PACKAGE = "src/cclint/"
NEEDED = ("cclint/py.typed", "cclint/models/mail/smtplib.pyi", "cclint/rules/visible_recipients.py")
"""One of each kind: should a pattern leave out a kind of file, and git's list as well, these are still missed."""

SDIST = ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "mkdocs.yml", "action.yml")
SDIST_FOLDERS = ("src/", "tests/", "docs/", "examples/", "plugins/", "benchmarks/", "release/")
FOREIGN = (".cclint_cache", "__pycache__", ".pytest_cache", ".hypothesis", ".venv", ".git/")


def export(project: Path, folder: Path) -> None:
    """Copy what git has of a project, as it is in the work tree: what nobody has added is in no release."""
    for name in tracked(project):
        if (project / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project / name, folder / name)


def tracked(project: Path) -> list[str]:
    """The files that git knows."""
    return sorted(filter(None, run("git", "ls-files", "-z", cwd=project).split("\0")))


def check(made: Path, version: str, sources: Path) -> tuple[Path, Path]:
    """Hold the wheel and the sdist against the sources.

    Returns
    -------
    The wheel and the sdist.

    Raises
    ------
    NotReleasedError: one is missing, or something is missing from it, or too much in it.
    """
    wheel, sdist = made / f"cclint_mail-{version}-py3-none-any.whl", made / f"cclint_mail-{version}.tar.gz"
    found = sorted(path.name for path in made.iterdir())
    if found != sorted([wheel.name, sdist.name]):
        raise NotReleasedError(
            f"one wheel and one sdist of {version} were to be built, and these were: {', '.join(found)}"
        )
    with zipfile.ZipFile(wheel) as archive:
        check_wheel(archive.namelist(), version, sources)
    with tarfile.open(sdist) as tar:
        check_sdist(tar.getnames(), version, sources)
    return wheel, sdist


def check_wheel(names: list[str], version: str, sources: Path) -> None:
    """A wheel holds the package, file by file, its metadata, and nothing else."""
    inner = f"cclint_mail-{version}.dist-info/"
    package = {name for name in names if not name.startswith(inner)}
    wanted = {path.relative_to(sources / "src").as_posix() for path in (sources / PACKAGE).rglob("*") if path.is_file()}
    _same("the wheel", package, wanted | set(NEEDED))
    metadata = {name.removeprefix(inner) for name in names if name.startswith(inner)}
    if missing := {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"} - metadata:
        raise NotReleasedError(f"the wheel's metadata lacks {', '.join(sorted(missing))}")


def check_sdist(names: list[str], version: str, sources: Path) -> None:
    """An sdist holds what its own tests need, as it is in the sources, and what the build has added."""
    top = f"cclint_mail-{version}/"
    inside = {name.removeprefix(top) for name in names}
    wanted = {path.relative_to(sources).as_posix() for path in sources.rglob("*") if path.is_file()}
    expected = {name for name in wanted if name in SDIST or name.startswith(SDIST_FOLDERS)}
    if missing := sorted(expected - inside):
        raise NotReleasedError(f"the sdist lacks {', '.join(missing[:5])} ({len(missing)} files)")
    if extra := sorted(inside - wanted - {"PKG-INFO"}):
        raise NotReleasedError(f"the sdist holds {', '.join(extra[:5])} ({len(extra)} files), which the sources do not")
    if foreign := sorted(name for name in inside if any(part in name for part in FOREIGN)):
        raise NotReleasedError(f"the sdist holds {', '.join(foreign[:5])}, which somebody's run has left")


def _same(what: str, found: set[str], wanted: set[str]) -> None:
    if missing := sorted(wanted - found):
        raise NotReleasedError(f"{what} lacks {', '.join(missing[:5])} ({len(missing)} files)")
    if extra := sorted(found - wanted):
        raise NotReleasedError(f"{what} holds {', '.join(extra[:5])} ({len(extra)} files), which do not belong in it")


def bill_of_materials(tools: Path, environment: Path, sources: Path, file: Path) -> None:
    """Write what the distribution is made of and depends on, as it was installed and tried, in the form of CycloneDX.

    Parameters
    ----------
    tools: an interpreter that has cyclonedx-bom.
    environment: the interpreter of the environment that the distribution is installed in; it loses pip and setuptools.
    sources: those of the project.
    file: where it is written.

    Raises
    ------
    NotReleasedError: it lacks one of the dependencies, or the project itself.
    """
    run(environment, "-m", "pip", "uninstall", "-q", "-y", "setuptools", "pip")  # they came with the environment
    options = ("--pyproject", sources / "pyproject.toml", "--output-reproducible", "--of", "JSON", "--sv", "1.6")
    run(tools, "-m", "cyclonedx_py", "environment", *options, "--output-file", file, environment)
    bill = json.loads(file.read_text(encoding="utf-8"))
    named = {one["name"].lower() for one in bill["components"]} | {bill["metadata"]["component"]["name"]}
    declared = re.search(
        r"^dependencies = \[(.+?)^\]", (sources / "pyproject.toml").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    wanted = re.findall(r'"([\w.-]+)', declared[1]) if declared else []
    if missing := {"cclint-mail", *(name.lower() for name in wanted)} - named:
        raise NotReleasedError(f"the bill of materials lacks {', '.join(sorted(missing))}")
