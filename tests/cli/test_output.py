"""What `cclint check` writes: the report, to where, and how it looks there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from making import BROKEN, CLEAN, FIXED, LEAK


def test_standard_output_is_only_the_report(files, cclint):
    files({"main.py": LEAK})
    document = json.loads(cclint("--output-format", "json", "--verbose").out)
    assert len(document["findings"]) == 1


def test_quiet_says_nothing_but_mistakes(files, cclint):
    files({"main.py": LEAK})
    done = cclint("--quiet")
    assert (done.status, done.err) == (1, "")
    assert done.out
    assert "unknown rule" in cclint("--quiet", "--select", "x").err


def test_verbose_says_what_counted(files, cclint):
    allowed = LEAK.replace("(people)\n", "(people)  # cclint: allow[visible-recipients] they are a choir\n")
    files({"main.py": allowed, "cclint.toml": 'persona = "auditor"\n'})
    done = cclint("-v")
    assert done.status == 0
    assert "configuration: cclint.toml; persona: auditor" in done.err
    assert "main.py:8:5: [visible-recipients] is allowed by comments (main.py:8): they are a choir" in done.err
    assert "1 allowed by comments" in done.last


def test_addresses_are_masked_everywhere(files, cclint):
    files({"main.py": FIXED})
    for name in ("full", "concise", "json", "sarif", "github"):
        done = cclint("--output-format", name, "--verbose")
        assert "ann.lee@" not in done.out + done.err
        assert "rob.roy@" not in done.out + done.err
    assert "a***@example.org" in cclint().out
    assert "ann.lee@example.org" in cclint("--show-addresses").out


def test_the_output_file_is_written_whole(files, cclint):
    folder = files({"main.py": LEAK, "report.json": "old"})
    done = cclint("--output-format", "json", "--output-file", "report.json")
    assert (done.status, done.out) == (1, "")
    assert json.loads((folder / "report.json").read_text())["version"] == 1
    assert sorted(path.name for path in folder.iterdir()) == ["main.py", "report.json"]


def test_a_run_that_fails_leaves_the_old_output_file(files, cclint):
    folder = files({"main.py": LEAK, "report.json": "old"})
    assert cclint("--output-file", "report.json", "--select", "nonsense").status == 2
    assert (folder / "report.json").read_text() == "old"


def test_an_output_file_that_cannot_be_written(files, cclint):
    files({"main.py": LEAK})
    done = cclint("--output-file", "no/such/folder/report.json")
    assert done.status == 2
    assert "the report cannot be written to" in done.err
    assert "Traceback" not in done.err


def test_an_output_file_keeps_its_mode_and_its_link(files, cclint):
    folder = files({"main.py": LEAK, "real.json": "old"})
    (folder / "real.json").chmod(0o640)
    (folder / "link.json").symlink_to("real.json")
    cclint("--output-format", "json", "--output-file", "link.json")
    assert (folder / "link.json").is_symlink()
    assert (folder / "real.json").stat().st_mode & 0o777 == 0o640
    assert (folder / "real.json").read_text().startswith("{")


def test_a_reader_that_goes_away(files, tmp_path):
    files({f"m{number}.py": LEAK for number in range(300)})  # more than a pipe holds
    with subprocess.Popen(
        [sys.executable, "-m", "cclint", "."], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read().decode()
        process.wait()
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "Broken" not in said
    assert "Exception ignored" not in said


def test_colours(files, cclint):
    files({"main.py": LEAK})
    assert "\x1b[" not in cclint().out
    assert "\x1b[1;31m" in cclint(FORCE_COLOR="1").out
    assert "\x1b[" not in cclint(FORCE_COLOR="0").out
    assert "\x1b[" not in cclint(FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[" not in cclint("--output-format", "sarif", FORCE_COLOR="1").out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colours_on_a_terminal(files, tmp_path, environment, coloured):
    import pty

    files({"main.py": LEAK})
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    terminal, inside = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cclint", "-q", "main.py", "--output-format", "full"],
        cwd=tmp_path,
        stdout=inside,
        env={**kept, "TERM": "xterm", **environment},
    )
    os.close(inside)
    shown = b""
    try:
        while block := os.read(terminal, 65536):
            shown += block
    except OSError:  # how a terminal ends on Linux
        pass
    process.wait()
    os.close(terminal)
    assert b"visible-recipients" in shown
    assert (b"\x1b[" in shown) is coloured


def test_a_stream_that_knows_ascii_only(files, cclint):
    files({"main.py": LEAK.replace("News", "Grüße")})
    plain = cclint(PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert plain.status == 1
    assert plain.out.isascii()
    assert "\n8 |     message" in plain.out
    assert "\n8 │     message" in cclint().out


def test_the_same_bytes_twice(files, cclint):
    files({"a.py": LEAK, "b.py": FIXED, "c/d.py": LEAK, "broken.py": BROKEN})
    for name in ("full", "concise", "json", "sarif", "github"):
        first = cclint("--output-format", name, PYTHONHASHSEED="1")
        assert first.out
        assert first.out == cclint("--output-format", name, PYTHONHASHSEED="2").out


def test_no_path_of_the_machine_in_any_report(files, cclint, tmp_path):
    files({"a.py": LEAK, "broken.py": BROKEN})
    for name in ("full", "concise", "json", "sarif", "github"):
        assert str(tmp_path) not in cclint(tmp_path, "--output-format", name).out


def test_paths_with_anything_in_them(files, cclint):
    odd = "a\nb: c,%\udcff.py"
    folder = files({odd: LEAK})
    assert (folder / odd).exists()
    for name in ("full", "concise", "json", "sarif", "github"):
        done = cclint("--output-format", name)
        assert done.status == 1, done.err
    assert cclint("--output-format", "concise").out.startswith("a\\nb: c,%\\xff.py:8:5: error ")
    uri = json.loads(cclint("--output-format", "sarif").out)["runs"][0]["results"][0]["locations"][0]
    assert uri["physicalLocation"]["artifactLocation"]["uri"] == "a%0Ab%3A%20c%2C%25%FF.py"


def test_version_and_help(cclint):
    from cclint import __version__

    assert cclint("--version").out == f"cclint {__version__}\n"
    shown = cclint("--help")
    assert shown.status == 0
    assert "exit status" in shown.out
    assert "cclint explain RULE" in shown.out


def test_no_cache_is_accepted(files, cclint):
    files({"main.py": CLEAN})
    assert cclint("check", "--no-cache", "--persona", "auditor", "--output-format", "sarif", ".").status == 0
