"""The hooks, with pre-commit for real, on a small repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from making import CLEAN, LEAK

PROJECT = Path(__file__).parent.parent.parent
NEEDED = ("src", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=clean)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory) -> Path:
    """A repository that offers our hooks, as they stand in the work tree, whether committed or not."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    folder = tmp_path_factory.mktemp("cclint")
    for name in NEEDED:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "as it stands")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """Where pre-commit keeps what it installs: once for all tests."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def try_repo(hooks, home, tmp_path):
    """Runs a hook over all files of a repository, and skips, loudly, where it cannot be installed."""

    def run(hook: str, *arguments: str, **contents: str) -> subprocess.CompletedProcess[str]:
        for name, text in contents.items():
            path = tmp_path / name.replace("__", "/").replace("_py", ".py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        git(tmp_path, "init")
        git(tmp_path, "add", "-A")
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), hook, "--verbose", "--color", "never"]
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
        done = subprocess.run(
            [*command, *(arguments or ("--all-files",))],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**kept, "PRE_COMMIT_HOME": str(home), "PYTHONUTF8": "1"},
            timeout=600,
            check=False,
        )
        if "An unexpected error has occurred" in done.stdout and "pip" in done.stdout:
            reason = f"pre-commit cannot install the hook here: {done.stdout[-600:]}"
            pytest.skip(reason)
        return done

    return run


def test_the_hook_finds_a_leak(try_repo):
    done = try_repo("cclint", mailer_py=LEAK, notes_md="text", other_py="x = 1\n")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "error[visible-recipients]" in done.stdout
    assert "mailer.py:8:5" in done.stdout
    assert "2 files, 1 sends mail" in done.stdout


def test_the_hook_lets_a_clean_commit_pass(try_repo):
    done = try_repo("cclint", mailer_py=CLEAN)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_the_hook_has_nothing_to_do_without_sources(try_repo):
    done = try_repo("cclint", notes_md="text")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Skipped" in done.stdout


def test_one_changed_file_is_judged_with_the_others_as_context(try_repo):
    done = try_repo("cclint", "--files", "clean.py", clean_py=CLEAN, leak_py=LEAK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 file, " in done.stdout


def test_the_other_hook_looks_at_everything(try_repo):
    done = try_repo("cclint-all", "--files", "notes.md", notes_md="text", pkg__mailer_py=LEAK)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "pkg/mailer.py:8:5" in done.stdout
