"""`cclint baseline`, and runs that have one."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from gitting import Git
from making import BROKEN, CLEAN, FIXED, LEAK

CONCISE = ("--output-format", "concise")
REASON = ("--reason", "found when cclint came; ticket 12")
FILE = "cclint-baseline.toml"
SECOND = LEAK + LEAK.split("\n\n\n")[1].replace("def send", "def send_again")


@pytest.fixture
def based(files, cclint, tmp_path):
    def create(**contents: str):
        files({f"{name}.py": text for name, text in contents.items()})
        done = cclint("baseline", "create", *REASON)
        assert done.status == 0, done.err
        return tmp_path / FILE

    return create


def test_what_was_there_fails_nothing_and_what_is_new_does(based, files, cclint):
    based(old=LEAK)
    done = cclint()
    assert (done.status, done.out) == (0, "")
    assert "1 allowed by the baseline" in done.last
    files({"new.py": FIXED})
    assert [line.split(":")[0] for line in cclint(*CONCISE).out.splitlines()] == ["new.py"]
    assert cclint("--no-baseline", *CONCISE).out.count("\n") == 2
    assert cclint("--isolated", *CONCISE).out.count("\n") == 2


def test_the_file_has_one_line_an_entry_and_nobody_in_it(based, cclint):
    text = based(old=LEAK, fixed=FIXED).read_text()
    assert text.split("version = 1\n")[1] == (
        "findings = [\n"
        '  { rule = "visible-fixed-list", path = "fixed.py", scope = "", sink = "message[\\"To\\"]=\\"@\\"", '
        'origin = "literal", shows = 2, ways = 1, count = 1, reason = "found when cclint came; ticket 12" },\n'
        '  { rule = "visible-recipients", path = "old.py", scope = "send", '
        'sink = "message[\\"To\\"]=\\", \\".join(people)", '
        'origin = "parameter", shows = "unbounded", ways = 1, count = 1, reason = "found when cclint came; ticket 12" },\n'
        "]\n"
    )
    for secret in ("ann.lee@example.org", "rob.roy@example.net", "ann.lee", "example.net"):
        assert secret not in text
        assert hashlib.sha256(secret.encode()).hexdigest()[:8] not in text


def test_moved_lines_and_another_format_are_no_news(based, files, cclint):
    based(old=LEAK)
    files({"old.py": "# a remark\n\n" + LEAK.replace('", ".join(people)', "(\n        ', '.join(people)\n    )")})
    assert cclint().status == 0


def test_an_equal_one_beside_an_old_one_is_seen(based, files, cclint):
    based(old=LEAK)
    twice = LEAK.replace(
        '    message["Subject"]',
        '    message = EmailMessage()\n    message["To"] = ", ".join(people)\n'
        '    smtplib.SMTP("localhost").send_message(message)\n    message["Subject"]',
    )
    files(
        {
            "old.py": twice.replace(
                "    with", "    message = EmailMessage()\n    message['To']=', '.join(people)\n    with"
            )
        }
    )
    assert cclint(*CONCISE).out.count("[visible-recipients]") >= 1
    files({"old.py": SECOND})
    assert cclint(*CONCISE).out.startswith("old.py:15:5: error [visible-recipients]")


def test_more_people_in_an_accepted_list_are_seen_and_fewer_are_not(based, files, cclint):
    based(fixed=FIXED.replace("rob.roy", "una@example.org, rob.roy"))
    files({"fixed.py": FIXED})
    assert cclint().status == 0
    files({"fixed.py": FIXED.replace("rob.roy", "una@example.org, ida@example.org, rob.roy")})
    done = cclint()
    assert done.status == 1
    assert "the baseline accepts 3 visible addresses and 1 way of addresses to here; this shows more" in done.out


def test_another_way_of_addresses_to_an_accepted_place_is_seen(based, files, cclint):
    called = LEAK + "\n\nsend(open('members.txt').read().split())\n"
    based(old=called)
    assert cclint().status == 0
    files({"old.py": called + "send(open('patients.txt').read().split())\n"})
    assert cclint().status == 1


def test_a_file_that_has_moved_takes_its_entry_with_it(based, files, cclint, tmp_path):
    file = based(old=LEAK)
    (tmp_path / "tools").mkdir()
    (tmp_path / "old.py").rename(tmp_path / "tools/new.py")
    assert cclint().status == 0
    files({"copy.py": LEAK})
    assert cclint().status == 1  # one of the two is a copy
    (tmp_path / "copy.py").unlink()
    done = cclint("baseline", "update")
    assert done.status == 0
    assert "moved: tools/new.py in send" in done.err
    assert 'path = "tools/new.py"' in file.read_text()
    assert "old.py" not in file.read_text()
    assert "found when cclint came; ticket 12" in file.read_text()


def test_an_entry_that_nothing_needs_is_said_and_pruned(based, files, cclint):
    file = based(old=SECOND)
    files({"old.py": LEAK})
    done = cclint("-v")
    assert done.status == 0
    assert "1 entry of the baseline stale (`cclint baseline prune`)" in done.last
    assert f"{FILE}:6: the finding [visible-recipients] in old.py that this accepts is gone" in done.err
    assert cclint("baseline", "prune", "--check").status == 1
    assert file.read_text().count("{ rule") == 2
    assert cclint("baseline", "prune").status == 0
    assert file.read_text().count("{ rule") == 1
    assert cclint("baseline", "prune", "--check").status == 0
    files({"old.py": SECOND})
    assert cclint().status == 1


def test_a_run_over_one_file_says_nothing_about_the_entries_of_others(based, files, cclint):
    based(old=LEAK, other=LEAK)
    files({"other.py": CLEAN, "old.py": LEAK})
    assert "stale" not in cclint("old.py").last
    assert "1 entry of the baseline stale" in cclint("other.py").last
    assert "stale" not in cclint("--select", "bcc-on-the-wire").last


def test_prune_never_accepts_and_update_wants_a_reason(based, files, cclint):
    file = based(old=LEAK)
    files({"new.py": FIXED})
    assert cclint("baseline", "prune").status == 0
    assert "new.py" not in file.read_text()
    done = cclint("baseline", "update")
    assert done.status == 2
    assert "say why these are accepted, with --reason TEXT:\ncclint:   new.py: [visible-fixed-list]" in done.err
    done = cclint("baseline", "update", "--reason", "the two treasurers")
    assert 'accepted: new.py: [visible-fixed-list] message["To"]="@" shows 2 addresses: the two treasurers' in done.err
    assert cclint().status == 0
    assert "old.py in send: [visible-recipients]" in cclint("baseline", "show").out


def test_counts_rise_and_fall(based, files, cclint):
    loop = LEAK.replace("    with", '    message["Cc"] = ", ".join(people)\n    with')
    file = based(old=LEAK, new=loop)
    before = file.read_text()
    assert cclint("baseline", "update").status == 0
    assert file.read_text() == before


def test_reasons_that_tell_nothing(files, cclint):
    files({"old.py": LEAK})
    assert "say why" in cclint("baseline", "create").err
    assert "does not tell anybody why" in cclint("baseline", "create", "--reason", "legacy").err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1", "version = 2", "this is no baseline of version 1"),
        ('reason = "found when cclint came; ticket 12"', 'reason = "ok"', "cclint-baseline.toml:5: 'reason' must tell"),
        ("count = 1", "cuont = 1", "cclint-baseline.toml:5: unknown key 'cuont'; did you mean 'count'?"),
        ("count = 1, ", "", "cclint-baseline.toml:5: an entry needs 'count'"),
        ("count = 1", "count = true", "'count' must be a whole number"),
        ('scope = "send"', "scope = 1", "'scope' must be a string"),
        ("  {", "<<<<<<< HEAD\n  {", "keep the lines of both sides of the conflict"),
        ("version = 1", "version = 1\nmore = 1", "a baseline has the keys 'version' and 'findings'"),
    ],
)
def test_mistakes_in_the_file(based, cclint, old, new, said):
    file = based(old=LEAK)
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    done = cclint()
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_baseline_that_is_not_there(files, cclint):
    files({"old.py": LEAK, "cclint.toml": 'baseline = "none.toml"\n'})
    assert "cclint.toml:1: there is no baseline 'none.toml'" in cclint().err
    assert "there is no baseline 'none.toml': `cclint baseline create` makes one" in cclint("baseline", "show").err


def test_it_is_not_overwritten(based, cclint):
    based(old=LEAK)
    assert "there is a baseline 'cclint-baseline.toml' already" in cclint("baseline", "create", *REASON).err


def test_what_could_not_be_read_is_said_and_keeps_its_entries(based, files, cclint):
    file = based(old=LEAK, new=FIXED)
    files({"old.py": BROKEN})
    assert cclint("baseline", "prune").status == 2
    assert '"old.py"' in file.read_text()


def test_reports_show_what_is_accepted(based, cclint):
    based(old=LEAK)
    (result,) = json.loads(cclint("--output-format", "sarif").out)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "found when cclint came; ticket 12"}]
    (found,) = json.loads(cclint("--output-format", "json").out)["findings"]
    assert (found["suppressedBy"], found["suppressedWhere"]) == ("baseline", f"{FILE}:5")


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_branches_merge(based, files, cclint, tmp_path):
    file = based(m=LEAK)
    (tmp_path / ".gitattributes").write_text(f"{FILE} merge=union\n")
    git = Git(tmp_path)
    git("init")
    git.commit()
    for branch, name in (("one", "a.py"), ("two", "z.py"), ("three", "n.py")):
        git("checkout", "-b", branch, "main")
        files({name: LEAK})
        assert cclint("baseline", "update", "--reason", f"as in ticket {branch}").status == 0
        git.commit()
    git("checkout", "main")
    for branch in ("one", "two", "three"):
        git("merge", branch)
    assert file.read_text().count("{ rule") == 4
    done = cclint()
    assert (done.status, "4 allowed by the baseline" in done.last) == (0, True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_with_a_base_the_copy_is_blamed_wherever_it_stands(based, files, cclint, tmp_path):
    copied = LEAK.replace("def send", "def send_first") + LEAK.split("\n\n\n")[1]
    based(old=LEAK)
    git = Git(tmp_path)
    git("init")
    git.commit()
    files({"old.py": copied})
    assert cclint("--diff-base", "HEAD", *CONCISE).status == 1
    assert cclint("baseline", "update", "--reason", "for the same choir").status == 0
    assert cclint("--diff-base", "HEAD", *CONCISE).status == 0
