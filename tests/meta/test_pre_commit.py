"""The hooks, with pre-commit for real, on a small repository."""

from __future__ import annotations

import os
import re
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
            path = tmp_path / name.replace("__", "/").replace("_py", ".py").replace("_md", ".md")
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


# Commits


@pytest.fixture
def repository(hooks, home, tmp_path):
    """A repository whose commits pass through the hook, and what runs git in it."""
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init")
    revision = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True)
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision.stdout.strip()}\n  hooks:\n  - id: cclint\n    verbose: true\n"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    environment = {**kept, "PRE_COMMIT_HOME": str(home), "PYTHONUTF8": "1", "PRE_COMMIT_COLOR": "never"}
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments, cwd=folder, capture_output=True, text=True, env={**environment, **more}, timeout=600, check=False
        )

    done = run(sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    if done.returncode != 0:
        reason = f"pre-commit cannot install the hook here: {done.stdout[-600:]}"
        pytest.skip(reason)
    run("git", "add", "-A")
    first = run("git", *identity, "commit", "-m", "first", PIP_NO_INDEX="1")
    assert first.returncode == 0, first.stdout + first.stderr

    def commit(*paths: str) -> subprocess.CompletedProcess[str]:
        # PIP_NO_INDEX: once installed, the hook needs no network.
        return run("git", *identity, "commit", "-m", "more", *paths, PIP_NO_INDEX="1", PIP_INDEX_URL="http://0.0.0.0:9")

    return folder, run, commit


def test_what_is_staged_is_judged_and_what_is_not_staged_is_not(repository):
    folder, run, commit = repository
    (folder / "mailer.py").write_text(CLEAN)
    (folder / "other.py").write_text(LEAK)
    run("git", "add", "mailer.py")
    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
    run("git", "add", "other.py")
    done = commit()
    assert done.returncode == 1
    assert "other.py:8:5" in done.stdout + done.stderr
    # Repaired in the work tree only, the leak is still what would be committed.
    (folder / "other.py").write_text(CLEAN)
    assert commit().returncode == 1
    assert (folder / "other.py").read_text() == CLEAN
    run("git", "add", "other.py")
    assert commit().returncode == 0


def test_a_file_staged_in_parts(repository):
    folder, run, commit = repository
    (folder / "mailer.py").write_text(CLEAN)
    run("git", "add", "-A")
    (folder / "mailer.py").write_text(LEAK)
    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "mailer.py").read_text() == LEAK


def test_files_without_a_known_suffix_are_reached_and_others_do_no_harm(repository):
    folder, run, commit = repository
    (folder / "Makefile").write_text("all:\n")
    (folder / ".env").write_text("A=b\n")
    (folder / "notes.txt").write_text("text\n")
    run("git", "add", "-A")
    done = commit()
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "bin").mkdir()
    (folder / "bin/newsletter").write_text("#!/usr/bin/env python3\n" + LEAK)
    run("git", "add", "-A")
    done = commit()
    assert done.returncode == 1
    assert "bin/newsletter:9:5" in done.stdout + done.stderr


def test_what_cannot_be_read_blocks_the_commit(repository):
    folder, run, commit = repository
    (folder / "broken.py").write_text("import smtplib\ndef (:\n")
    run("git", "add", "-A")
    done = commit()
    assert done.returncode == 1
    assert "exit status 2: not everything could be looked at" in done.stdout + done.stderr


def test_answers_do_not_depend_on_how_files_are_batched(hooks, home, tmp_path, try_repo):
    """Long names make pre-commit start several processes, `require_serial` or not."""
    helper = "def to(people):\n    return ', '.join(people)\n"
    leak = LEAK.replace("import smtplib", "import smtplib\nfrom helper import to").replace(
        '", ".join(people)', "to(people)"
    )
    long = "a" * 120
    names = [f"{long}{number:03}.py" for number in range(1100)]
    (tmp_path / "helper.py").write_text(helper)
    for number, name in enumerate(names):
        (tmp_path / name).write_text(leak if number % 100 == 0 else "x = 1\n")
    done = try_repo("cclint", "--all-files")
    found = set(re.findall(rf"--> ({long}\d+\.py):9:5", done.stdout))
    runs = len(re.findall(r"^cclint: \d+ files?, ", done.stdout, re.MULTILINE))
    assert runs > 1, done.stdout[-3000:]
    assert found == {name for number, name in enumerate(names) if number % 100 == 0}
    assert done.returncode == 1
