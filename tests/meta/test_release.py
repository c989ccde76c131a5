"""A release: what is refused, what is in the files, what the workflow may do; and, with a package index, a rehearsal."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from release import contents, notes
from release.__main__ import TOOLS
from release.running import NotReleasedError

PROJECT = Path(__file__).parent.parent.parent
DAY = dt.date(2026, 11, 22)
CHANGELOG = "# Changelog\n\n## Next\n\n- **rule**: more.\n\n## 0.1.0\n\n- **rule**: new.\n"


# Version and changelog


def test_a_new_version_takes_what_stands_below_next():
    text = notes.headed(CHANGELOG, "0.2.0", DAY)
    assert "## Next\n\n## 0.2.0 (2026-11-22)\n\n- **rule**: more.\n\n## 0.1.0" in text
    notes.in_step(text, "0.2.0", "v0.2.0")


def test_a_version_without_news_is_refused():
    with pytest.raises(NotReleasedError, match="what is new"):
        notes.headed(CHANGELOG.replace("- **rule**: more.", ""), "0.2.0", DAY)


@pytest.mark.parametrize(("now", "wanted"), [("0.1.0", "0.2.0"), ("0.2.0rc1", "0.2.0"), ("0.9.0", "0.10.0a1")])
def test_a_later_version_is_written(now, wanted):
    assert notes.renamed(f'VERSION = "{now}"\n', now, wanted) == f'VERSION = "{wanted}"\n'


@pytest.mark.parametrize("wanted", ["0.1.0", "0.0.9", "0.1.0rc1", "0.2", "v0.2.0", "0.2.0+local"])
def test_another_version_is_refused(wanted):
    with pytest.raises(NotReleasedError, match=r"is no version|is not later"):
        notes.renamed('VERSION = "0.1.0"\n', "0.1.0", wanted)


@pytest.mark.parametrize(
    ("text", "version", "tag", "why"),
    [
        (CHANGELOG, "0.3.0", None, "no heading for 0.3.0"),
        (CHANGELOG, "0.1.0", "v0.2.0", "the tag is v0.2.0"),
        (CHANGELOG, "0.1.0", "v0.1.0", "below `## Next` stands"),
        (CHANGELOG.replace("- **rule**: new.\n", ""), "0.1.0", None, "tells nothing"),
    ],
)
def test_what_is_not_in_step_is_refused(text, version, tag, why):
    with pytest.raises(NotReleasedError, match=re.escape(why)):
        notes.in_step(text, version, tag)


def test_the_project_is_in_step():
    version = notes.VERSION.search((PROJECT / "src/cclint/version.py").read_text())
    assert version
    notes.in_step((PROJECT / "CHANGELOG.md").read_text(), version[1], None)


def test_a_new_version_makes_no_page_wrong():
    """A release changes the version and the changelog, and everything else is as it was tested."""
    version = notes.VERSION.search((PROJECT / "src/cclint/version.py").read_text())
    assert version
    for page in (*PROJECT.glob("docs/**/*.md"), PROJECT / "README.md", PROJECT / "CONTRIBUTING.md"):
        assert f"cclint {version[1]}" not in page.read_text(encoding="utf-8"), page


# Contents

METADATA = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE")


@pytest.fixture
def small(tmp_path) -> tuple[Path, list[str]]:
    """Sources, and the names in a wheel of them."""
    names = [*contents.NEEDED, "cclint/__init__.py"]
    for name in names:
        (tmp_path / "src" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "src" / name).touch()
    return tmp_path, [*names, *(f"cclint_mail-1.0.0.dist-info/{name}" for name in METADATA)]


def test_a_whole_wheel_is_fit(small):
    contents.check_wheel(small[1], "1.0.0", small[0])


@pytest.mark.parametrize(
    "missing", ["cclint/py.typed", "cclint/__init__.py", "cclint_mail-1.0.0.dist-info/entry_points.txt"]
)
def test_a_wheel_that_lacks_something_is_not(small, missing):
    with pytest.raises(NotReleasedError, match=Path(missing).name):
        contents.check_wheel([name for name in small[1] if name != missing], "1.0.0", small[0])


@pytest.mark.parametrize("extra", ["tests/conftest.py", "cclint/.cclint_cache/key", "cclint/__pycache__/a.pyc"])
def test_a_wheel_that_holds_something_else_is_not(small, extra):
    with pytest.raises(NotReleasedError, match="do not belong"):
        contents.check_wheel([*small[1], extra], "1.0.0", small[0])


def test_an_sdist_holds_what_is_tracked_and_nothing_else(small):
    sources, _ = small
    (sources / "LICENSE").touch()
    inside = [
        f"cclint_mail-1.0.0/{path.relative_to(sources).as_posix()}" for path in sources.rglob("*") if path.is_file()
    ]
    inside.append("cclint_mail-1.0.0/PKG-INFO")
    contents.check_sdist(inside, "1.0.0", sources)
    with pytest.raises(NotReleasedError, match="lacks LICENSE"):
        contents.check_sdist([name for name in inside if "LICENSE" not in name], "1.0.0", sources)
    with pytest.raises(NotReleasedError, match="which the sources do not"):
        contents.check_sdist([*inside, "cclint_mail-1.0.0/src/cclint/notes.txt"], "1.0.0", sources)


# The workflow


def workflow() -> dict[str, object]:
    return yaml.safe_load((PROJECT / ".github/workflows/release.yml").read_text())


def test_only_who_publishes_may():
    made = workflow()
    assert made["permissions"] == {}
    jobs = made["jobs"]
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert jobs["publish"]["needs"] == "build"
    assert jobs["build"]["permissions"]["contents"] == "read"
    text = (PROJECT / ".github/workflows/release.yml").read_text()
    assert "password" not in text
    assert "secrets." not in text


def test_what_comes_from_outside_is_no_script():
    for path in (PROJECT / ".github/workflows").glob("*.yml"):
        for job in yaml.safe_load(path.read_text())["jobs"].values():
            assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


def test_the_workflow_runs_the_documented_command():
    steps = workflow()["jobs"]["build"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == ['python -m release --tagged "$TAG"']
    assert "python -m release" in (PROJECT / "CONTRIBUTING.md").read_text()


# All of it

IN_GIT = pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="what is released is what git has")


def has_index(folder: Path) -> bool:
    command = ["download", "-q", "--no-deps", "--retries", "0", "--timeout", "10", "-d", folder, TOOLS[0]]
    return subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, check=False).returncode == 0


@IN_GIT
def test_a_rehearsal(tmp_path):
    """Built, looked into, installed on the oldest and the newest Python at hand, and tried with what the README shows."""
    if not has_index(tmp_path):
        pytest.skip("needs a package index")
    dist = tmp_path / "dist"
    done = subprocess.run(
        [sys.executable, "-m", "release", "--dist", str(dist)],
        cwd=PROJECT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = dist.glob("*.whl")
    assert f"== {wheel.name} on 3." in done.stdout
    with zipfile.ZipFile(wheel) as archive:
        described = archive.read(next(name for name in archive.namelist() if name.endswith("METADATA"))).decode()
    assert "\nName: cclint-mail\n" in described
    sums = dict(line.split("  ")[::-1] for line in (dist / "SHA256SUMS").read_text().splitlines())
    assert sums[wheel.name] == hashlib.sha256(wheel.read_bytes()).hexdigest()
    bill = json.loads((dist / "cclint_mail.cdx.json").read_text())
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "cclint-mail")
    assert not [one["name"] for one in bill["components"] if one["name"] in ("pip", "pytest", "mypy")]


@IN_GIT
def test_a_tag_of_another_version_is_not_built():
    done = subprocess.run(
        [sys.executable, "-m", "release", "--tagged", "v9.9.9"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the tag is v9.9.9" in done.stderr
