"""Repairs on the command line, and in reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from cclint.finding import Edit, Place
from cclint.fixes.writing import Original
from making import FIXED, LEAK

SEND = "        smtp.send_message(message)\n"
REPAIRED = LEAK.replace('    message["To"] = ", ".join(people)\n', "").replace(
    SEND,
    """\
        for recipient in people:
            del message["To"]
            message["To"] = recipient
            smtp.send_message(message)
""",
)
ALLOWED = LEAK.replace(".join(people)", ".join(people)  # cclint: allow[visible-recipients] they know each other")
UNUSED = "import os  # cclint: allow[visible-recipients] nobody knows\n"


def test_a_repair_that_changes_who_sees_what_is_not_made_unasked(cclint, files):
    folder = files({"main.py": LEAK})
    done = cclint("--fix", "main.py")
    assert done.status == 1
    assert (folder / "main.py").read_text() == LEAK
    assert "1 repair changes who sees what" in done.err
    assert "--diff --unsafe-fixes" in done.err


def test_it_is_made_where_it_is_asked_for(cclint, files):
    folder = files({"main.py": LEAK})
    done = cclint("--fix", "--unsafe-fixes", "main.py")
    assert done.status == 0
    assert done.out == ""
    assert "main.py:8:5: visible-recipients: Send each recipient a message of their own" in done.err
    assert (folder / "main.py").read_text() == REPAIRED
    again = cclint("--fix", "--unsafe-fixes", "main.py")
    assert again.status == 0
    assert (folder / "main.py").read_text() == REPAIRED


def test_what_is_left_is_reported_unless_only_repairs_are_wanted(cclint, files):
    left_alone = FIXED.replace("message)", 'message, to_addrs=message["To"].split(", "))')
    files({"main.py": LEAK, "other.py": left_alone})
    both = cclint("--fix-only", "--unsafe-fixes", ".")
    assert (both.status, both.out) == (0, "")
    rest = cclint("--fix", "--unsafe-fixes", ".")
    assert rest.status == 1
    assert "other.py:5" in rest.out
    assert "how to repair it" in rest.out


def test_only_the_rules_that_are_selected_are_repaired(cclint, files):
    folder = files({"main.py": LEAK, "other.py": FIXED})
    cclint("--fix", "--unsafe-fixes", "--select", "visible-fixed-list", ".")
    assert (folder / "main.py").read_text() == LEAK
    assert (folder / "other.py").read_text() == FIXED.replace('message["To"]', 'message["Bcc"]')


def test_the_diff_changes_nothing_and_hides_addresses(cclint, files):
    folder = files({"main.py": LEAK})
    done = cclint("--diff", "--unsafe-fixes", "main.py")
    assert done.status == 1
    assert '+        for recipient in people:\n+            del message["To"]' in done.out
    assert "o***@example.org" in done.out
    assert "office@example.org" not in done.out
    assert (folder / "main.py").read_text() == LEAK
    assert "office@example.org" in cclint("--diff", "--unsafe-fixes", "--show-addresses", "main.py").out
    nothing = cclint("--diff", "main.py")
    assert (nothing.status, nothing.out) == (0, "")


def test_a_comment_that_allows_nothing_is_taken_away(cclint, files):
    folder = files({"main.py": UNUSED})
    done = cclint("--fix", "main.py")
    assert done.status == 0
    assert (folder / "main.py").read_text() == "import os\n"


def test_what_is_allowed_is_not_repaired(cclint, files):
    folder = files({"main.py": ALLOWED})
    assert cclint("--fix", "--unsafe-fixes", "main.py").status == 0
    assert (folder / "main.py").read_text() == ALLOWED


def test_what_the_baseline_accepts_is_not_repaired(cclint, files):
    folder = files({"main.py": LEAK})
    assert cclint("baseline", "create", "--reason", "of old").status == 0
    assert cclint("--fix", "--unsafe-fixes", ".").status == 0
    assert (folder / "main.py").read_text() == LEAK


def test_only_files_that_were_asked_about_are_changed(cclint, files):
    helper = LEAK.replace("people: list[str]", "people")
    folder = files(
        {"helper.py": helper, "main.py": 'from helper import send\n\nsend(["a@example.com", "b@example.com"])\n'}
    )
    cclint("--fix", "--unsafe-fixes", "main.py")
    assert (folder / "helper.py").read_text() == helper


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--fix", "-"], "standard input cannot be changed"),
        (["--fix", "--watch", "."], "--watch changes nothing"),
        (["--fix", "--staged", "."], "leave out --staged"),
    ],
)
def test_what_cannot_be_changed_is_refused(cclint, files, arguments, reason):
    files({"main.py": LEAK})
    done = cclint(*arguments)
    assert done.status == 2
    assert reason in done.err


def test_encoding_mark_and_line_ends_stay(cclint, files):
    text = "# -*- coding: iso-8859-1 -*-\r\n# für alle\r\n" + LEAK.replace("\n", "\r\n")
    folder = files({"main.py": text.encode("latin-1")})
    (folder / "main.py").chmod(0o755)
    assert cclint("--fix", "--unsafe-fixes", "main.py").status == 0
    expected = "# -*- coding: iso-8859-1 -*-\r\n# für alle\r\n" + REPAIRED.replace("\n", "\r\n")
    assert (folder / "main.py").read_bytes() == expected.encode("latin-1")
    assert os.stat(folder / "main.py").st_mode & 0o777 == 0o755


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("step", ["    ", "\t"])
def test_marks_line_ends_and_indentation_stay(cclint, files, mark, end, step):
    def written(text: str) -> bytes:
        return mark + text.replace("    ", step).replace("\n", end).encode()

    folder = files({"main.py": written(LEAK)})
    assert cclint("--fix", "--unsafe-fixes", "main.py").status == 0
    assert (folder / "main.py").read_bytes() == written(REPAIRED)


def test_a_file_without_a_line_end_at_its_end_gets_none(cclint, files):
    folder = files({"main.py": LEAK.rstrip("\n")})
    assert cclint("--fix", "--unsafe-fixes", "main.py").status == 0
    assert (folder / "main.py").read_text() == REPAIRED.rstrip("\n")


def test_a_file_that_changes_while_it_is_looked_at_is_left_alone(files):
    folder = files({"main.py": LEAK, "other.py": LEAK})
    changed = LEAK + "# somebody writes\n"
    command = [sys.executable, "-m", "cclint", "fix", "."]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe, bufsize=0) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        seen = b""
        while b"Make this repair?" not in seen:
            more = process.stdout.read(1)
            assert more, "it has not asked"
            seen += more
        (folder / "main.py").write_text(changed)
        err = process.communicate(b"a\n", timeout=120)[1].decode()
    assert process.returncode == 2
    assert "has changed since it was read" in err
    assert (folder / "main.py").read_text() == changed
    assert (folder / "other.py").read_text() == LEAK


# Reports


def applied(text: str, edits: list[Edit]) -> str:
    return Original.of(text.encode()).edited(edits).decode()


def test_sarif_brings_the_repair(cclint, files):
    files({"main.py": LEAK})
    document = json.loads(cclint("--unsafe-fixes", "--output-format", "sarif", "main.py").out)
    schema = json.loads(Path(__file__).parent.parent.joinpath("data", "sarif-schema-2.1.0.json").read_text())
    Draft7Validator(schema).validate(document)
    (fix,) = document["runs"][0]["results"][0]["fixes"]
    assert "(unsafe: " in fix["description"]["text"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "main.py"
    edits = []
    for one in change["replacements"]:
        region = one["deletedRegion"]
        place = Place("", region["startLine"], region["startColumn"], region["endLine"], region["endColumn"])
        edits.append(Edit(place, one["insertedContent"]["text"]))
    assert applied(LEAK, edits) == REPAIRED


def test_json_brings_the_repair(cclint, files):
    files({"main.py": LEAK})
    (finding,) = json.loads(cclint("--unsafe-fixes", "--output-format", "json", "main.py").out)["findings"]
    assert finding["fix"]["safe"] is False
    edits = []
    for one in finding["fix"]["edits"]:
        where = one["place"]
        place = Place(where["path"], where["line"], where["column"], where["endLine"], where["endColumn"])
        edits.append(Edit(place, one["text"]))
    assert applied(LEAK, edits) == REPAIRED
    (without,) = json.loads(cclint("--output-format", "json", "main.py").out)["findings"]
    assert without["fix"] is None


def test_rdjson_brings_the_repair_as_one_change(cclint, files):
    files({"main.py": LEAK})
    (finding,) = json.loads(cclint("--unsafe-fixes", "--output-format", "rdjson", "main.py").out)["diagnostics"]
    (suggestion,) = finding["suggestions"]
    start, end = suggestion["range"]["start"], suggestion["range"]["end"]
    place = Place("", start["line"], start["column"], end["line"], end["column"])
    assert applied(LEAK, [Edit(place, suggestion["text"])]) == REPAIRED


def test_a_repair_whose_text_names_addresses_is_not_written_where_they_are_masked(cclint, files):
    text = FIXED.replace(
        'message["To"] = "ann.lee@example.org, rob.roy@example.net"',
        'message["To"] = ", ".join(a for a in ["ann.lee@example.org", "rob.roy@example.net"])',
    )
    files({"main.py": text})
    hidden = json.loads(cclint("--unsafe-fixes", "--output-format", "json", "main.py").out)
    assert [one["fix"] for one in hidden["findings"]] == [None]
    assert "ann.lee" not in json.dumps(hidden)
    shown = json.loads(cclint("--unsafe-fixes", "--show-addresses", "--output-format", "json", "main.py").out)
    assert shown["findings"][0]["fix"] is not None


def test_the_report_for_people_tells_of_the_repair(cclint, files):
    files({"main.py": LEAK})
    done = cclint("--unsafe-fixes", "main.py")
    assert "the repair that is ready (unsafe)" in done.out
    assert "loop over `people` where the message is sent" in " ".join(done.out.split())


# One by one


def test_steps_show_the_change_and_who_sees_whom(cclint, files):
    folder = files({"main.py": LEAK})
    done = cclint("fix", "main.py", stdin=b"y\n")
    assert done.status == 0
    before, _, after = done.out.partition("who sees whom after")
    assert "+        for recipient in people:" in before
    assert "unbounded" in before
    assert "unbounded" not in after
    assert (folder / "main.py").read_text() == REPAIRED


@pytest.mark.parametrize("answer", [b"q\n", b"", b"n\nn\nn\n", b"?\nq\n"])
def test_nothing_is_changed_without_consent(cclint, files, answer):
    folder = files({"main.py": LEAK})
    done = cclint("fix", "main.py", stdin=answer)
    assert done.status == 1
    assert "0 repaired, 1 finding left" in done.err
    assert (folder / "main.py").read_text() == LEAK


def test_the_next_best_repair_is_offered_where_one_is_declined(cclint, files):
    folder = files({"main.py": LEAK})
    done = cclint("fix", "main.py", stdin=b"n\ny\n")
    assert done.status == 0
    assert (folder / "main.py").read_text() == LEAK.replace('message["To"]', 'message["Bcc"]')


def test_all_that_follow_are_made_at_once(cclint, files):
    files({"one.py": LEAK, "two.py": LEAK})
    done = cclint("fix", ".", stdin=b"a\n")
    assert done.status == 0
    assert done.out.count("Make this repair?") == 1
    assert "2 repaired, 0 findings left" in done.err


def test_standard_input_is_for_the_answers(cclint):
    assert "standard input is for the answers" in cclint("fix", "-").err
