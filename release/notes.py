"""Version and changelog in step: what is released has one version, and a heading that tells what is new in it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from release.running import NotReleasedError, run

VERSION = re.compile(r'^VERSION = "([^"]+)"$', re.MULTILINE)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
WRITTEN = re.compile(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?")
NEXT = "Next"


def clean_tree(project: Path) -> None:
    """Refuse to release what is not committed.

    Raises
    ------
    NotReleasedError: there are changes, or files that git does not know.
    """
    if changed := run("git", "status", "--porcelain", cwd=project):
        raise NotReleasedError(f"commit first; a release is a commit:\n{changed}")


def settled(sources: Path, wanted: str | None, tag: str | None) -> str:
    """The version that is built, written into a copy of the sources where it is a new one.

    Parameters
    ----------
    sources: a copy of the project.
    wanted: the version to make of what stands below "Next".
    tag: the tag that what stands there must have.

    Raises
    ------
    NotReleasedError: version, changelog and tag are not in step.
    """
    place, changelog = sources / "src/cclint/version.py", sources / "CHANGELOG.md"
    now = _version(place.read_text(encoding="utf-8"))
    if wanted:
        place.write_text(renamed(place.read_text(encoding="utf-8"), now, wanted), encoding="utf-8")
        day = dt.datetime.now(tz=dt.timezone.utc).date()
        changelog.write_text(headed(changelog.read_text(encoding="utf-8"), wanted, day), encoding="utf-8")
        now = wanted
    in_step(changelog.read_text(encoding="utf-8"), now, tag)
    return now


def renamed(text: str, now: str, wanted: str) -> str:
    """version.py with another version.

    Raises
    ------
    NotReleasedError: it is not written as a version, or not a later one.
    """
    if not WRITTEN.fullmatch(wanted):
        raise NotReleasedError(f"{wanted!r} is no version: three numbers, and a1, b1 or rc1 behind them")
    if _order(wanted) <= _order(now):
        raise NotReleasedError(f"{wanted} is not later than {now}")
    return VERSION.sub(f'VERSION = "{wanted}"', text)


def headed(changelog: str, wanted: str, day: dt.date) -> str:
    """The changelog with what stood below "Next" as this version's, and an empty "Next".

    Raises
    ------
    NotReleasedError: nothing stands there.
    """
    sections = _sections(changelog)
    if not sections.get(NEXT, "").strip():
        raise NotReleasedError("CHANGELOG.md tells nothing below `## Next`: what is new?")
    return changelog.replace(f"## {NEXT}\n", f"## {NEXT}\n\n## {wanted} ({day})\n", 1)


def in_step(changelog: str, version: str, tag: str | None) -> None:
    """Hold a changelog against the version that is built.

    Raises
    ------
    NotReleasedError: the version has no section of its own, or the tag is another one's.
    """
    told = {title.split(" ")[0]: text for title, text in _sections(changelog).items()}
    if version not in told:
        raise NotReleasedError(f"CHANGELOG.md has no heading for {version}, which src/cclint/version.py names")
    if not told[version].strip():
        raise NotReleasedError(f"CHANGELOG.md tells nothing below `## {version}`")
    if tag is not None and tag != f"v{version}":
        raise NotReleasedError(f"the tag is {tag}, and src/cclint/version.py says {version}")
    if tag is not None and told.get(NEXT, "").strip():
        raise NotReleasedError(f"below `## Next` stands what {tag} has and its own section does not tell")


def commit(project: Path, version: str) -> None:
    """Write version and changelog in the checkout as well, commit and tag them."""
    settled(project, version, None)
    run("git", "commit", "-q", "-a", "-m", f"Version {version}", cwd=project)
    run("git", "tag", "-a", f"v{version}", "-m", f"Version {version}", cwd=project)
    print(f"committed and tagged; `git push --follow-tags` publishes {version}")


def _version(text: str) -> str:
    found = VERSION.search(text)
    if found is None:
        raise NotReleasedError("src/cclint/version.py does not say the version")
    return found[1]


def _sections(changelog: str) -> dict[str, str]:
    """What stands below each heading of the second level."""
    parts = HEADING.split(changelog)
    return dict(zip(parts[1::2], parts[2::2]))


def _order(version: str) -> tuple[tuple[int, ...], str, int]:
    """How versions follow one another: a1 before b1 before rc1 before the release itself."""
    numbers, stage, count = re.fullmatch(r"([\d.]+)(?:(a|b|rc)(\d+))?", version).groups()  # type: ignore[union-attr]
    return tuple(map(int, numbers.split("."))), stage or "release", int(count or 0)
