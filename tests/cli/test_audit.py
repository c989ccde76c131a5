"""`cclint audit`: many repositories, one report, and what becomes of those that end a process or lie about themselves."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from cclint.audit.hands import Hands
from cclint.audit.listing import Listed, listed
from cclint.audit.processes import Processes
from cclint.audit.request import Answer, Request
from cclint.audit.running import Audited, audit
from cclint.audit.snapshot import _is_below
from cclint.audit.state import State
from cclint.refusal import Refused
from gitting import Git
from making import LEAK

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

CLEAN = "import smtplib\n"
ASKING = Request("", "", day=1_795_305_600)


@pytest.fixture
def repositories(tmp_path: Path) -> Path:
    """A folder, a work tree, a bare repository, and a list of them."""
    write(tmp_path / "folder", {"mail.py": LEAK, "tools/clean.py": CLEAN})
    tree = Git(tmp_path / "tree")
    tree.folder.mkdir()
    tree("init", "-q")
    tree.commit(mail_py=LEAK)
    tree("tag", "leaking")
    tree.commit(mail_py=CLEAN)
    tree("clone", "-q", "--bare", ".", "../bare.git")
    (tmp_path / "list").write_text(
        "# all of them\nfolder\ntree # with a history\nbare.git\ntree@leaking\nbare.git@leaking\n"
    )
    return tmp_path


def write(folder: Path, contents: dict[str, str]) -> Path:
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def many(folder: Path, number: int) -> tuple[Listed, ...]:
    """Repositories, every second of which leaks."""
    names = [f"repository{one:02}" for one in range(number)]
    for one, name in enumerate(names):
        write(folder / name, {"mail.py": f"{LEAK if one % 2 else CLEAN}\nNUMBER = {one}\n"})
    return listed(str(folder / "list"), "\n".join(names).encode())


def looked(
    hands: Hands, repositories: tuple[Listed, ...], state: State | None = None, retries: int = 2
) -> list[Audited]:
    try:
        return [*audit(repositories, ASKING, hands, state or State(""), retries, lambda done, failed: None)]
    finally:
        hands.close()


class Counting:
    """Processes, and the repositories that they are given."""

    def __init__(self, number: int, most: int = 1_000) -> None:
        self.inner = Processes(number)
        self.given: list[str] = []
        self.most = most
        self.known: list[bool] = []

    def give(self, number: int, request: Request) -> None:
        self.given.append(os.path.basename(request.path))
        self.inner.give(number, request)

    def take(self) -> tuple[int, Answer]:
        if not self.most:
            raise KeyboardInterrupt
        self.most -= 1
        number, answer = self.inner.take()
        self.known.append(answer.result is None and not answer.failed)
        return number, answer

    def close(self) -> None:
        self.inner.close()


# The list


def test_a_list_has_comments_references_and_each_repository_once(tmp_path):
    (tmp_path / "a@b").mkdir()
    (tmp_path / "c").mkdir()
    elsewhere = tmp_path.parent / "elsewhere"
    text = f"# c\n\na@b\nc@v1 # d\n./c@v1\nc#1\nc@topic/x@y\n{elsewhere}\ngone@main\n"
    assert listed(str(tmp_path / "list"), text.encode()) == tuple(
        sorted(
            [
                Listed("a@b", str(tmp_path / "a@b")),
                Listed("c@v1", str(tmp_path / "c"), "v1"),
                Listed("c#1", str(tmp_path / "c#1")),
                Listed("c@topic/x@y", str(tmp_path / "c"), "topic/x@y"),
                Listed(str(elsewhere).lstrip(os.sep), str(elsewhere)),
                Listed("gone@main", str(tmp_path / "gone"), "main"),
            ]
        )
    )


def test_a_list_that_names_nothing_is_refused(cclint, files):
    files({"list": "# nothing\n"})
    done = cclint("audit", "--repos", "list")
    assert done.status == 2
    assert "names no repository" in done.err
    assert "cannot be read" in cclint("audit", "--repos", "nothing").err


# What is found


def test_work_trees_bare_repositories_and_commits_come_together(repositories, cclint):
    done = cclint("audit", "--repos", "list", "--output-format", "json")
    assert done.status == 1
    report = json.loads(done.out)
    assert [(one["name"], one["status"], one["files"], one["findings"]) for one in report["repositories"]] == [
        ("bare.git", "clean", 1, 0),
        ("bare.git@leaking", "findings", 1, 1),
        ("folder", "findings", 2, 1),
        ("tree", "clean", 1, 0),
        ("tree@leaking", "findings", 1, 1),
    ]
    assert [one["place"]["path"] for one in report["findings"]] == [
        "bare.git@leaking/mail.py",
        "folder/mail.py",
        "tree@leaking/mail.py",
    ]
    assert "5 repositories; 6 files" in done.last
    commits = {one["name"]: one["commit"] for one in report["repositories"]}
    assert commits["tree@leaking"] == commits["bare.git@leaking"] != commits["bare.git"]
    assert sorted(path.name for path in (repositories / "bare.git").iterdir()) == sorted(
        path.name for path in (repositories / "bare.git").iterdir() if path.name != ".cclint_cache"
    )
    assert not (repositories / "folder/.cclint_cache").exists()


def test_every_format_can_be_written(repositories, cclint):
    formats = ["full", "sarif", "github", "gitlab", "rdjson", "junit", "markdown", "html", "concise"]
    wanted = [word for name in formats for word in ("--output-format", f"{name}=report.{name}")]
    assert cclint("audit", "--repos", "list", "--output-format", "summary", *wanted).status == 1
    for name in formats:
        assert "bare.git@leaking/mail.py" in (repositories / f"report.{name}").read_text().replace("%40", "@")
    assert "| 1 | 0 | 2 | 0 | folder |" in (repositories / "report.markdown").read_text()


def test_a_failure_is_listed_with_its_reason_and_is_not_clean(repositories, cclint):
    Git(repositories)("init", "-q", "--bare", "empty.git")
    write(repositories / "wrong", {"cclint.toml": "thresold = 3\n"})
    (repositories / "list").write_text("bare.git\nmissing\nbare.git@nowhere\nempty.git\nwrong\n")
    done = cclint("audit", "--repos", "list", "--output-format", "json")
    assert done.status == 2
    reasons = {one["name"]: one["reason"] for one in json.loads(done.out)["repositories"]}
    assert reasons["bare.git"] is None
    assert reasons["missing"] == "there is no such folder"
    assert "there is no commit 'nowhere'" in reasons["bare.git@nowhere"]
    assert "its HEAD names no commit" in reasons["empty.git"]
    assert "cclint.toml:1: unknown key 'thresold'" in reasons["wrong"]
    assert "5 repositories, 4 of them could not be looked at" in done.last


@pytest.mark.parametrize("kind", ["tree", "bare"])
def test_the_repositorys_own_configuration_and_baseline_hold(tmp_path, cclint, kind):
    tree = Git(tmp_path / "tree")
    write(
        tree.folder,
        {"mail.py": LEAK, "more/mail.py": LEAK, "cclint.toml": 'exclude = ["more/"]\n', ".gitignore": "cache/\n"},
    )
    tree("init", "-q")
    assert cclint("baseline", "create", "--reason", "before the gate", cwd=tree.folder).status == 0
    tree.commit()
    tree("clone", "-q", "--bare", ".", "../bare")
    write(tree.folder / "cache", {"mail.py": LEAK})
    (tmp_path / "cclint.toml").write_text('exclude = ["*"]\n')  # of whoever audits: not the repository's
    (tmp_path / "list").write_text(f"{kind}\n")
    done = cclint("audit", "--repos", "list", "--output-format", "json")
    (one,) = json.loads(done.out)["repositories"]
    assert (done.status, one["findings"], one["suppressed"], one["files"]) == (0, 0, 1, 3)
    done = cclint("audit", "--repos", "list", "--output-format", "json", "--isolated")
    (one,) = json.loads(done.out)["repositories"]
    assert (done.status, one["findings"], one["suppressed"]) == (1, 2, 0)


def test_a_program_of_a_commit_reads_that_commits_data(tmp_path, cclint):
    tree = Git(tmp_path / "tree")
    program = f'{LEAK}\n\nsend(open("people.csv").read().split())\n'
    write(tree.folder, {"mail.py": program, "people.csv": "ann@example.org"})
    tree("init", "-q")
    tree.commit()
    tree("clone", "-q", "--bare", ".", "../bare.git")
    (tmp_path / "list").write_text("tree\nbare.git\n")
    rows = json.loads(cclint("audit", "--repos", "list", "--output-format", "json").out)["repositories"]
    assert [one["findings"] for one in rows] == [0, 0]
    (tree.folder / "people.csv").write_text("ann@example.org bob@example.net")
    tree("add", "people.csv")
    tree("commit", "-qm", "two people")
    tree("push", "-q", "../bare.git", "HEAD")
    rows = json.loads(cclint("audit", "--repos", "list", "--output-format", "json").out)["repositories"]
    assert [one["findings"] for one in rows] == [1, 1]


# Trust


@pytest.mark.parametrize("kind", ["tree", "bare"])
def test_nothing_of_a_repository_is_executed(tmp_path, cclint, kind):
    tree = Git(tmp_path / "tree")
    mark = tmp_path / "executed"
    run = f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n"
    own = {
        "mail.py": LEAK,
        "plugin.py": run,
        "smtplib.py": run,
        "yaml.py": run,
        "cclint.toml": 'plugins = ["plugin.py"]\n',
    }
    write(tree.folder, own)
    tree("init", "-q")
    tree.commit()
    tree("clone", "-q", "--bare", ".", "../bare")
    folder = tmp_path / kind
    for key in ("core.fsmonitor", "filter.evil.smudge", "filter.evil.clean", "core.sshCommand"):
        Git(folder)("config", key, f"touch {mark}; cat")
    (tmp_path / "list").write_text(f"{kind}\n{kind}@HEAD\n")
    done = cclint("audit", "--repos", "list", "--output-format", "json", cwd=tmp_path)
    assert not mark.exists()
    report = json.loads(done.out)
    assert [one["findings"] for one in report["repositories"]] == [1, 1]
    left_out = [one for one in report["notices"] if one["kind"] == "plug-in"]
    assert [(one["path"], one["line"], one["fatal"]) for one in left_out] == [
        (f"{kind}/cclint.toml", 1, True),
        (f"{kind}@HEAD/cclint.toml", 1, True),
    ]


@pytest.mark.parametrize("line", ['models = ["../stubs"]', 'baseline = "../baseline.toml"'])
def test_a_configuration_cannot_have_other_files_read(tmp_path, cclint, line):
    write(tmp_path, {"stubs/a.pyi": "", "baseline.toml": "version = 1\nfindings = []\n", "list": "tree\n"})
    write(tmp_path / "tree", {"mail.py": LEAK, "cclint.toml": line})
    done = cclint("audit", "--repos", "list")
    assert done.status == 2
    assert "lies outside of the repository" in done.out


def test_paths_that_a_forged_tree_can_hold_are_not_written():
    assert all(map(_is_below, ["cclint.toml", "a/b/c.csv", ".gitignore", "a..b/c.env"]))
    forged = [
        "../a.toml",
        "a/../../b.toml",
        "/etc/a.toml",
        ".git/config.toml",
        "a/.GIT/b.toml",
        "a\\b.toml",
        "c:a.toml",
        "./a",
    ]
    assert not any(map(_is_below, forged))


# One report


def test_the_report_does_not_depend_on_order_or_number_of_processes(tmp_path, cclint):
    names = [one.name for one in many(tmp_path, 9)] + ["missing"]
    told = set()
    for number, order in (("1", names), ("3", names[::-1])):
        (tmp_path / "list").write_text("\n".join(order))
        arguments = [
            word for name in ("json", "sarif", "markdown", "html") for word in ("--output-format", f"{name}={name}")
        ]
        done = cclint("audit", "--repos", "list", "--jobs", number, "--output-format", "summary", *arguments)
        told.add(
            (done.out, done.err, *((tmp_path / name).read_text() for name in ("json", "sarif", "markdown", "html")))
        )
    assert len(told) == 1


# Going on


def test_an_audit_goes_on_where_it_was_interrupted(tmp_path):
    repositories = many(tmp_path, 8)
    state = str(tmp_path / "state")
    with pytest.raises(KeyboardInterrupt):
        looked(Counting(2, most=3), repositories, State(state))
    again = Counting(2)
    found = looked(again, repositories, State(state))
    assert sum(again.known) == 3
    assert found == looked(Processes(1), repositories)


def test_what_has_changed_is_looked_at_again(tmp_path):
    repositories = many(tmp_path, 3)
    state = str(tmp_path / "state")
    looked(Processes(2), repositories, State(state))
    (tmp_path / "repository00/people.txt").write_text("ann@example.org")
    again = Counting(1)
    looked(again, repositories, State(state))
    assert sum(again.known) == 2


def test_results_that_somebody_else_has_written_do_not_count(tmp_path):
    repositories = many(tmp_path, 2)
    state = tmp_path / "state"
    looked(Processes(1), repositories, State(str(state)))
    for record in state.glob("audit-*"):
        seal, _, data = record.read_bytes().partition(b"\n")
        record.write_bytes(seal + b"\n" + data.replace(b'"findings":[[', b'"findings":[],"x":[['))
    found = looked(Processes(1), repositories, State(str(state)))
    assert [len(one.result["findings"]) for one in found] == [0, 1]


def test_a_state_that_cannot_be_kept_is_refused(cclint, tmp_path):
    many(tmp_path, 1)
    (tmp_path / "list").write_text("repository00\n")
    (tmp_path / "state").write_text("a file")
    done = cclint("audit", "--repos", "list", "--state", "state")
    assert done.status == 2
    assert "results cannot be kept in 'state'" in done.err


# Processes that end


def test_what_a_killed_process_had_is_looked_at_by_another(tmp_path):
    repositories = many(tmp_path, 12)
    expected = looked(Processes(1), repositories)

    class Killing(Counting):
        """Kills a process that is at work, as soon as there is the first answer."""

        killed = 0

        def take(self) -> tuple[int, Answer]:
            number, answer = super().take()
            if not self.killed:
                worker = next(iter(self.inner.workers.values()))
                self.killed = worker.process.pid
                os.kill(self.killed, signal.SIGKILL)
            return number, answer

    hands = Killing(2)
    assert looked(hands, repositories) == expected
    assert hands.killed


class Unreadable(Request):
    """Ends the process that reads it, as a defect in C would: without an answer."""

    def line(self) -> bytes:
        return b"{\n"


def test_a_repository_that_ends_its_process_is_tried_again_and_then_given_up(tmp_path):
    repositories = many(tmp_path, 4)

    class Deadly(Counting):
        """Kills whoever is given the second repository."""

        def give(self, number: int, request: Request) -> None:
            super().give(number, Unreadable(request.path, "", 0) if number == 1 else request)

    hands = Deadly(2)
    found = looked(hands, repositories, retries=2)
    assert [one.result is None for one in found] == [False, True, False, False]
    assert found[1].reason.startswith("the process that looked at it has ended (")
    assert hands.given.count("repository01") == 3
    assert [hands.given.count(one.name) for one in repositories] == [1, 3, 1, 1]


# A cluster


@pytest.mark.skipif(os.name == "nt", reason="the process that never answers is a shell script")
def test_a_repository_that_takes_too_long_is_tried_again_and_then_given_up(tmp_path, monkeypatch):
    started, stuck = tmp_path / "started", tmp_path / "stuck"
    stuck.write_text(f"#!/bin/sh\necho one >> {started}\nexec sleep 600\n")
    stuck.chmod(0o700)
    monkeypatch.setattr("cclint.audit.worker.sys.executable", str(stuck))
    hands = Processes(1)
    try:
        asking = replace(ASKING, seconds=1)
        (found,) = audit(many(tmp_path, 1), asking, hands, State(""), 1, lambda done, failed: None)
    finally:
        hands.close()
    assert (found.result, found.reason) == (None, "it took more than 1 s (--timeout)")
    assert started.read_text() == "one\n" * 2


def test_a_limit_of_time_changes_no_result(tmp_path):
    repositories, hands = many(tmp_path, 2), Processes(1)
    try:
        limited = audit(repositories, replace(ASKING, seconds=600), hands, State(""), 0, lambda done, failed: None)
    finally:
        hands.close()
    assert limited == tuple(looked(Processes(1), repositories))


def test_without_dask_the_remedy_is_named(cclint, tmp_path):
    many(tmp_path, 1)
    (tmp_path / "list").write_text("repository00\n")
    write(tmp_path / "hidden", {"distributed.py": "raise ImportError\n"})
    done = cclint("audit", "--repos", "list", "--scheduler", "tcp://127.0.0.1:1", PYTHONPATH=str(tmp_path / "hidden"))
    assert done.status == 2
    assert "cclint-mail[cluster]" in done.err


needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="distributed is not installed")


@needs_dask
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_in_mid_run_loses_and_doubles_nothing(tmp_path):
    from distributed import LocalCluster

    from cclint.audit.cluster import Cluster

    repositories = many(tmp_path, 14)
    expected = looked(Processes(1), repositories)
    with LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as local:

        class Killing(Cluster):
            """Kills a worker as soon as there is the first answer, and notes all."""

            killed = 0

            def take(self) -> tuple[int, Answer]:
                number, answer = super().take()
                taken.append(number)
                if not self.killed:
                    self.killed = local.workers[0].process.pid
                    os.kill(self.killed, signal.SIGKILL)
                return number, answer

        taken: list[int] = []
        hands = Killing(local.scheduler_address)
        assert looked(hands, repositories) == expected
        assert hands.killed
        assert sorted(taken) == [*range(14)]


@needs_dask
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_nobody_answers_for_is_refused(monkeypatch):
    from cclint.audit import cluster

    monkeypatch.setattr(cluster, "WAITING", 1)
    with pytest.raises(Refused, match=r"no scheduler of Dask answers at 'tcp://127\.0\.0\.1:1'"):
        cluster.Cluster("tcp://127.0.0.1:1")
