"""`--staged` and `--diff-base`: what git keeps is looked at, wherever the work tree stands."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

from gitting import Git
from making import BROKEN, CLEAN, FIXED, LEAK

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
CONCISE = ("--output-format", "concise")


@pytest.fixture
def git(tmp_path) -> Git:
    found = Git(tmp_path)
    found("init")
    return found


# The index


def test_what_is_staged_counts_and_not_the_work_tree(git, cclint):
    git.commit(mailer_py=CLEAN, other_py=LEAK)
    git.write(mailer_py=LEAK)
    assert cclint("--staged").status == 0
    git("add", "mailer.py")
    git.write(mailer_py=CLEAN)
    done = cclint("--staged", *CONCISE)
    assert done.status == 1
    assert done.out.startswith("mailer.py:8:5: error [visible-recipients]")
    assert done.out.count("\n") == 1  # what is not staged is context only
    assert done.last.startswith("cclint: 1 file,")


def test_a_file_staged_in_parts(git, cclint):
    git.commit(mailer_py=CLEAN)
    git.write(mailer_py=LEAK.replace('", ".join(people)', "people[0]"))
    git("add", "mailer.py")
    git.write(mailer_py=LEAK)
    assert cclint("--staged").status == 0
    git("add", "mailer.py")
    assert cclint("--staged").status == 1


def test_before_the_first_commit(git, cclint):
    git.write(mailer_py=LEAK)
    assert cclint("--staged").last.endswith("exit status 0: there was nothing to look at")
    git("add", "mailer.py")
    assert cclint("--staged").status == 1


def test_a_helper_comes_from_the_index_too(git, cclint):
    helper = "def to(people):\n    return people[0]\n"
    git.commit(helper_py=helper, main_py="x = 1\n")
    git.write(helper_py=helper.replace("people[0]", '", ".join(people)'))
    git.write(
        main_py=LEAK.replace("import smtplib", "import smtplib\nfrom helper import to").replace('", ".join', "to")
    )
    git("add", "main.py")
    assert cclint("--staged").status == 0
    assert cclint().status == 1


def test_staging_a_list_only_shows_the_leak_in_another_file(git, cclint):
    git.commit(
        people_py='TEAM = ["ann@example.org"]\n',
        main_py="from people import TEAM\n" + CLEAN.replace('"ann.lee@example.org"', '", ".join(TEAM)'),
    )
    assert cclint().status == 0
    git.write(people_py='TEAM = ["ann@example.org", "bob@example.net"]\n')
    git("add", "people.py")
    done = cclint("--staged", *CONCISE)
    assert (done.status, done.out.split(" ")[0]) == (1, "main.py:6:1:")


def test_deleted_and_excluded_files(git, cclint):
    git.commit(
        mailer_py=LEAK, legacy__old_py=CLEAN, cclint_toml="", **{"cclint.toml": 'extend-exclude = ["legacy/"]\n'}
    )
    git("rm", "mailer.py")
    git.write(legacy__old_py=LEAK)
    git("add", "-A")
    assert cclint("--staged").last.endswith("exit status 0: there was nothing to look at")


def test_a_conflict_is_not_clean(git, cclint):
    git.commit(mailer_py=CLEAN)
    git("checkout", "-b", "side")
    git.commit(mailer_py=CLEAN.replace("ann.lee", "bea.lee"))
    git("checkout", "main")
    git.commit(mailer_py=CLEAN.replace("ann.lee", "cem.lee"))
    git("merge", "side", status=1)
    done = cclint("--staged", *CONCISE)
    assert done.status == 2
    assert "mailer.py:1:1: not read [unreadable] a merge left it in conflict" in done.out


def test_a_path_that_is_neither_staged_nor_there(git, cclint):
    git.commit(mailer_py=CLEAN)
    done = cclint("--staged", "mailr.py")
    assert done.status == 2
    assert "there is no file or folder 'mailr.py', neither in the index nor in the work tree" in done.err


def test_files_to_look_at_are_shown(git, cclint):
    git.commit(mailer_py=CLEAN)
    git.write(other_py=LEAK)
    git("add", "-A")
    assert cclint("--staged", "--show-files").out == "other.py\n"


def test_odd_names(git, cclint):
    name = 'mäil "er"\n\t.py' if os.name == "posix" else "mäil.py"
    (git.folder / name).write_text(LEAK)
    git("add", "-A")
    assert cclint("--staged").status == 1


# New since


def test_only_what_is_new(git, cclint):
    base = git.commit(old_py=LEAK)
    git("checkout", "-b", "work")
    git.commit(new_py=FIXED)
    done = cclint("--diff-base", "main", *CONCISE)
    assert done.status == 1
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["new.py"]
    assert f"1 of old: they are in {base[:12]} (main), too" in done.last


def test_what_the_base_branch_got_in_the_meantime_is_not_blamed_on_the_work(git, cclint):
    git.commit(old_py=LEAK)
    git("checkout", "-b", "work")
    git("checkout", "main")
    git.commit(old_py=CLEAN)
    git("checkout", "work")
    assert cclint("--diff-base", "main").status == 0


def test_a_dirty_tree_counts_and_stays_as_it_is(git, cclint):
    git.commit(old_py=LEAK)
    git.write(old_py=LEAK + "\n# later\n", new_py=FIXED)
    git("add", "old.py")
    before = git("status", "--porcelain")
    done = cclint("--diff-base", "HEAD", *CONCISE)
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["new.py"]
    assert git("status", "--porcelain") == before
    assert git("stash", "list") == ""


def test_a_commit_is_looked_at_instead_of_the_work_tree(git, cclint):
    git.commit(mailer_py=CLEAN)
    git("tag", "before")
    git.commit(mailer_py=LEAK)
    git.commit(mailer_py=CLEAN)
    git.write(new_py=FIXED)
    assert cclint("--diff-base", "before", "--diff-head", "HEAD").status == 0
    done = cclint("--diff-base", "before", "--diff-head", "HEAD~1", *CONCISE)
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["mailer.py"]


def test_with_the_index(git, cclint):
    git.commit(old_py=LEAK)
    git.write(old_py=LEAK + "\nx = 1\n")
    git("add", "-A")
    assert cclint("--staged").status == 1
    assert cclint("--staged", "--diff-base", "HEAD").status == 0


def test_an_old_file_that_cannot_be_read_stops_nobody_until_it_is_changed(git, cclint):
    git.commit(old_py=BROKEN, new_py=CLEAN)
    git.write(new_py=CLEAN + "\n")
    assert cclint().status == 2
    assert cclint("--diff-base", "HEAD").status == 0
    git.write(old_py=BROKEN + "\n")
    assert cclint("--diff-base", "HEAD").status == 2


def test_what_an_unreadable_file_held_is_new_and_that_is_said(git, cclint):
    git.commit(old_py=LEAK.replace("def ", "def (", 1))
    git.write(old_py=LEAK)
    done = cclint("--diff-base", "HEAD", "--verbose")
    assert done.status == 1
    assert "could not be read: what they hold counts as new" in done.err


# Where git is not as one would like it


def test_a_base_that_is_not_there(git, cclint):
    git.commit(mailer_py=CLEAN)
    done = cclint("--diff-base", "origin/main")
    assert done.status == 2
    assert "there is no commit 'origin/main' in this repository. If it is a branch of the server" in done.err
    assert "`git fetch origin main`" in done.err
    assert "did you mean 'main'?" in cclint("--diff-base", "mian").err


@pytest.mark.parametrize("reference", ["--output=x", "-h"])
def test_a_reference_is_no_option_of_git(git, cclint, reference):
    git.commit(mailer_py=CLEAN)
    done = cclint(f"--diff-base={reference}")
    assert done.status == 2
    assert "there is no commit" in done.err


def test_a_shallow_clone(git, cclint, tmp_path):
    git.commit(old_py=LEAK)
    git("checkout", "-b", "work")
    git.commit(new_py=FIXED)
    git("checkout", "main")
    git.commit(third_py=CLEAN)
    git("clone", "--depth=1", "--no-single-branch", f"file://{tmp_path}", "shallow")
    shallow = Git(tmp_path / "shallow")
    shallow("checkout", "work")
    done = cclint("--diff-base", "origin/main", cwd=shallow.folder)
    assert done.status == 2
    assert "this shallow clone does not reach back to 'origin/main'" in done.err
    assert "`fetch-depth: 0` for actions/checkout on GitHub" in done.err
    shallow("fetch", "--unshallow")
    done = cclint("--diff-base", "origin/main", *CONCISE, cwd=shallow.folder)
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["new.py"]


def test_histories_without_a_common_commit(git, cclint):
    git.commit(old_py=LEAK)
    git("checkout", "--orphan", "other")
    git.commit(old_py=CLEAN)
    done = cclint("--diff-base", "main")
    assert done.status == 2
    assert "have no commit in common" in done.err


@pytest.mark.parametrize("option", [["--staged"], ["--diff-base", "main"]])
def test_no_repository(files, cclint, option):
    files({"main.py": LEAK})
    done = cclint(*option)
    assert done.status == 2
    assert "lies in no git repository" in done.err


def test_no_git(git, cclint, tmp_path):
    git.commit(mailer_py=CLEAN)
    done = cclint("--staged", PATH=str(tmp_path / "nowhere"))
    assert done.status == 2
    assert "git is not installed, or not on the PATH" in done.err
    assert cclint(PATH=str(tmp_path / "nowhere")).status == 0


def test_no_commit_yet(git, cclint):
    done = cclint("--diff-base", "main")
    assert done.status == 2
    assert "there is no commit yet to compare with" in done.err


@pytest.mark.parametrize(
    "arguments", [["--staged", "-"], ["--diff-head", "HEAD"], ["--diff-base", "a", "--diff-head", "b", "--staged"]]
)
def test_options_that_contradict_each_other(git, cclint, arguments):
    assert cclint(*arguments).status == 2


def test_a_base_that_a_job_left_empty(git, cclint):
    assert "--diff-base is empty" in cclint("--diff-base", "").err


def test_a_second_work_tree(git, cclint, tmp_path_factory):
    git.commit(old_py=LEAK)
    folder = tmp_path_factory.mktemp("second") / "tree"
    git("worktree", "add", "-b", "work", str(folder))
    second = Git(folder)
    second.write(new_py=FIXED)
    second("add", "-A")
    for arguments in (["--staged"], ["--diff-base", "main"]):
        done = cclint(*arguments, *CONCISE, cwd=folder)
        assert [line.split(":")[0] for line in done.out.splitlines()] == ["new.py"]


def test_a_submodule_is_followed_at_its_commit(git, cclint, tmp_path, tmp_path_factory):
    library = Git(tmp_path_factory.mktemp("library"))
    library("init")
    library.commit(helper_py="def to(people):\n    return people[0]\n")
    git.commit(main_py="x = 1\n")
    git("submodule", "add", str(library.folder), "lib")
    git.commit(
        main_py=LEAK.replace("import smtplib", "import smtplib\nfrom lib.helper import to").replace('", ".join', "to")
    )
    assert cclint("--diff-base", "HEAD").status == 0
    inside = Git(tmp_path / "lib")
    inside.commit(helper_py='def to(people):\n    return ", ".join(people)\n')
    done = cclint("--diff-base", "HEAD", *CONCISE)
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["main.py"]
    assert cclint("--staged").status == 0
    git("add", "lib")
    assert cclint("--staged", "--diff-base", "HEAD", "--verbose").status == 1


def test_a_submodule_that_is_not_checked_out_is_said(git, cclint, tmp_path, tmp_path_factory):
    library = Git(tmp_path_factory.mktemp("library"))
    library("init")
    library.commit(helper_py="x = 1\n")
    git("submodule", "add", str(library.folder), "lib")
    git.commit(main_py=LEAK)
    git("submodule", "deinit", "-f", "lib")
    git.write(main_py=LEAK + "\n")
    git("add", "-A")
    assert "lib: the submodule is not checked out: what lies in it is not looked at" in cclint("--staged", "-v").err


def test_a_project_in_a_folder_of_the_repository(git, cclint, tmp_path):
    git.commit(app__main_py=LEAK, app__cclint_toml="", other__main_py=LEAK)
    (tmp_path / "app/cclint.toml").write_text("")
    git.write(app__new_py=FIXED, other__new_py=FIXED)
    git("add", "-A")
    done = cclint("--staged", *CONCISE, cwd=tmp_path / "app")
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["new.py"]


def test_the_index_that_a_hook_is_told_of(git, cclint, tmp_path):
    """`git commit FILE` makes an index of its own for the hooks."""
    git.commit(a_py=CLEAN, b_py=CLEAN)
    git.write(a_py=LEAK, b_py=FIXED)
    git("add", "-A")
    hook = tmp_path / ".git/hooks/pre-commit"
    report = tmp_path / "report.txt"
    hook.write_text(f"#!/bin/sh\nexec {sys.executable} -m cclint --staged --output-format concise > {report}\n")
    hook.chmod(0o755)
    git("commit", "-m", "only b", "b.py", status=1)
    assert [line.split(":")[0] for line in report.read_text().splitlines()] == ["b.py"]


def test_nothing_that_the_repository_configures_is_executed(git, cclint, tmp_path):
    git.commit(mailer_py=CLEAN)
    mark = tmp_path / "executed"
    for key in ("core.fsmonitor", "diff.external", "filter.evil.smudge", "filter.evil.clean", "core.sshCommand"):
        git("config", key, f"touch {mark}; cat")
    git.write(mailer_py=LEAK)
    (tmp_path / ".gitattributes").write_text("*.py filter=evil diff=evil\n")
    git("config", "diff.evil.textconv", f"touch {mark}; cat")
    cclint("--staged")
    cclint("--diff-base", "HEAD")
    assert not mark.exists()
