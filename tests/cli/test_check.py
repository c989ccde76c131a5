"""`cclint check` as a process: what it writes where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from making import BROKEN, CLEAN, FIXED, LEAK


def test_a_finding_is_status_1_and_the_last_line_says_so(files, cclint):
    files({"main.py": LEAK, "other.py": "x = 1\n"})
    done = cclint()
    assert done.status == 1
    assert "error[visible-recipients]" in done.out
    assert "main.py:8:" in done.out
    assert re.fullmatch(
        r"cclint: 2 files, 1 sends mail, 1 message predicted, 1 finding, 0 not read; exit status 1: there are findings",
        done.last,
    )


def test_nothing_found_is_status_0_and_an_empty_report(files, cclint):
    files({"main.py": CLEAN})
    done = cclint()
    assert (done.status, done.out) == (0, "")
    assert done.last.endswith("0 findings, 0 not read; exit status 0: nothing was found")


def test_nothing_to_look_at_is_not_called_clean(files, cclint):
    files({"notes.rst": "hello"})
    done = cclint()
    assert done.status == 0
    assert done.last.startswith("cclint: 0 files,")
    assert done.last.endswith("exit status 0: there was nothing to look at")


@pytest.mark.parametrize("arguments", [[], ["."], ["check"], ["check", "."], ["main.py"], ["check", "main.py"]])
def test_the_command_may_be_left_out_and_so_may_the_folder(files, cclint, arguments):
    files({"main.py": LEAK})
    done = cclint(*arguments, "--output-format", "concise")
    assert done.status == 1
    assert done.out.startswith("main.py:8:5: error [visible-recipients] ")
    assert done.out.count("\n") == 1


def test_options_and_paths_come_in_any_order(files, cclint):
    files({"a.py": LEAK, "b.py": LEAK, "c.py": LEAK})
    done = cclint("a.py", "--output-format", "concise", "b.py", "-q")
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["a.py", "b.py"]


# What cannot be read


def test_broken_syntax_is_never_clean(files, cclint):
    files({"good.py": CLEAN, "broken.py": BROKEN})
    done = cclint()
    assert done.status == 2
    assert "not read[syntax]" in done.out
    assert "--> broken.py:4:" in done.out
    assert "1 not read; exit status 2: not everything could be looked at" in done.last


def test_findings_come_before_what_could_not_be_read(files, cclint):
    files({"leak.py": LEAK, "broken.py": BROKEN})
    done = cclint("--output-format", "concise")
    assert done.status == 1
    assert "1 not read" in done.last
    assert re.search(r"^broken\.py:4:\d+: not read \[syntax\]", done.out, re.MULTILINE)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs a file that not even root can read")
def test_a_file_that_cannot_be_read(files, cclint):
    folder = files({"good.py": CLEAN})
    (folder / "bad.py").symlink_to("/proc/self/mem")
    done = cclint("bad.py", "good.py")
    assert done.status == 2
    assert "not read[unreadable]" in done.out
    assert "bad.py" in done.out


def test_a_file_of_another_kind_that_is_named(files, cclint):
    files({"README.rst": "hello"})
    done = cclint("README.rst")
    assert done.status == 2
    assert "this is no kind of file that cclint reads" in done.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_fifo_never_hangs(files, cclint):
    folder = files({"good.py": CLEAN})
    os.mkfifo(folder / "pipe.py")
    assert cclint().status == 0
    assert "pipe.py: is a FIFO, not a file" in cclint("--verbose").err
    named = cclint("pipe.py")
    assert named.status == 2
    assert "is a FIFO, not a file" in named.out


def test_a_mistake_of_ours_is_not_status_1(files, cclint):
    plugin = """
import cclint.engine

def fail(*_, **__):
    raise ZeroDivisionError("oops")

cclint.engine.run = fail
"""
    files({"main.py": LEAK, "plugin.py": plugin, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    done = cclint()
    assert done.status == 2
    assert "ZeroDivisionError" in done.err
    assert "this is a bug in cclint" in done.last


RULE = '''
from cclint import Send, hookimpl, rule

@rule("failing-rule", on=Send)
def failing_rule(send):
    """Fails.

    ## Example

    ```py
    pass
    ```
    """
    raise {error}
    yield

@hookimpl
def cclint_rules():
    return [failing_rule]
'''


def test_a_rule_that_fails_is_not_silence(files, cclint):
    plugin = RULE.format(error='ValueError("oops")')
    files({"main.py": CLEAN, "plugin.py": plugin, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    done = cclint()
    assert done.status == 2
    assert "the rule failing-rule failed, ValueError: oops" in done.out


def test_an_interrupt_is_status_130_and_quiet(files, cclint):
    plugin = RULE.format(error="KeyboardInterrupt")
    files({"main.py": CLEAN, "plugin.py": plugin, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    done = cclint()
    assert done.status == 130
    assert done.err == "cclint: interrupted; exit status 130\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c(files, tmp_path):
    import signal

    waiting = "import sys, time\nprint('ready', file=sys.stderr, flush=True)\ntime.sleep(100)\n"
    files({"main.py": CLEAN, "plugin.py": waiting, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    with subprocess.Popen(
        [sys.executable, "-m", "cclint"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "cclint: interrupted; exit status 130\n")


# What is looked for


def test_select_and_ignore(files, cclint):
    files({"leak.py": LEAK, "fixed.py": FIXED})
    both = "--select", "visible-recipients,visible-fixed-list"
    assert len(cclint(*both, "--output-format", "concise").out.splitlines()) == 2
    only = cclint("--select", "visible-fixed-list", "--output-format", "concise")
    assert only.out.startswith("fixed.py:5:")
    assert len(only.out.splitlines()) == 1
    without = cclint("--ignore", "visible-fixed-list", "--output-format", "concise")
    assert without.out.startswith("leak.py:8:")
    assert len(without.out.splitlines()) == 1
    none = cclint(*both, "--ignore", "visible-fixed-list", "--ignore", "visible-recipients")
    assert none.status == 2
    assert "no rule is left to run" in none.err


def test_findings_in_test_code_are_notes_and_never_fail(files, cclint):
    files({"tests/send.py": LEAK, "test_it.py": LEAK, "it_test.py": LEAK, "a/conftest.py": LEAK, "b/tests.py": LEAK})
    for persona in ("developer", "auditor"):
        done = cclint("--persona", persona, "--output-format", "concise")
        assert done.status == 0
        assert done.out.count(": note [visible-recipients]") == 5
        assert done.last.endswith("exit status 0: the only findings are notes")


def test_what_is_test_code_is_configurable(files, cclint):
    files({"tests/send.py": LEAK, "checks/send.py": LEAK, "cclint.toml": 'test-paths = ["checks/"]\n'})
    done = cclint("--output-format", "concise")
    assert "checks/send.py:8:5: note " in done.out
    assert "tests/send.py:8:5: error " in done.out


def test_a_rule_whose_level_is_note_is_a_warning_for_the_auditor(files, cclint):
    plugin = RULE.replace("on=Send", "on=Send, level=Level.NOTE").replace("import Send", "import Level, Send")
    plugin = plugin.replace("raise {error}\n    yield", 'yield failing_rule.finding("seen", at=send)')
    files({"main.py": CLEAN, "plugin.py": plugin, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    assert cclint().status == 0
    assert "note[failing-rule]: seen" in cclint().out
    assert cclint("--persona", "auditor").status == 1
    assert "warning[failing-rule]: seen" in cclint("--persona", "auditor").out


def test_max_visible(files, cclint):
    files({"fixed.py": FIXED, "cclint.toml": "[policy]\nmax-visible = 2\n"})
    assert cclint().status == 0
    files({"cclint.toml": "[policy]\nmax-visible = 1\n"})
    assert cclint().status == 1


def test_exit_zero(files, cclint):
    files({"main.py": LEAK})
    done = cclint("--exit-zero")
    assert done.status == 0
    assert done.out
    assert done.last.endswith("exit status 0: there are findings, but --exit-zero is set")


def test_exit_zero_does_not_hide_what_could_not_be_read(files, cclint):
    files({"main.py": LEAK, "broken.py": BROKEN})
    assert cclint("--exit-zero").status == 2


# Where from


def test_standard_input(files, cclint):
    files({"main.py": CLEAN})
    done = cclint("-", "--stdin-filename", "main.py", "--output-format", "concise", stdin=LEAK.encode())
    assert done.status == 1
    assert done.out.startswith("main.py:8:5: error [visible-recipients]")
    assert done.last.startswith("cclint: 1 file,")


def test_standard_input_without_a_name(cclint):
    done = cclint("-", "--output-format", "concise", stdin=LEAK.encode())
    assert done.out.startswith("stdin.py:8:5: error [visible-recipients]")


def test_standard_input_for_an_excluded_file(files, cclint):
    files({"cclint.toml": 'extend-exclude = ["gen/"]\n'})
    done = cclint("-", "--stdin-filename", "gen/main.py", stdin=LEAK.encode())
    assert (done.status, done.out) == (0, "")
    assert "1 named path excluded" in done.last


def test_excludes_and_ignore_files_hold_for_named_files(files, cclint):
    files(
        {"a.py": LEAK, "b.py": LEAK, "c.py": LEAK, ".gitignore": "a.py\n", "cclint.toml": 'extend-exclude = ["b.py"]\n'}
    )
    done = cclint("a.py", "b.py", "c.py", "--output-format", "concise")
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["c.py"]
    assert "1 file," in done.last
    assert "2 named paths excluded" in done.last
    assert cclint("a.py", "--no-gitignore").status == 1


def test_isolated_reads_no_configuration(files, cclint):
    files({"main.py": LEAK, "cclint.toml": 'ignore = ["visible-recipients"]\n'})
    assert cclint().status == 0
    assert cclint("--isolated").status == 1


def test_a_configuration_that_is_named(files, cclint):
    files({"main.py": LEAK, "ci/strict.toml": 'ignore = ["visible-recipients"]\n', "cclint.toml": "nonsense = 1\n"})
    assert cclint("--config", "ci/strict.toml").status == 0


def test_results_do_not_depend_on_the_working_directory(files, cclint):
    folder = files({"cclint.toml": "", "pkg/main.py": LEAK})
    (folder / "elsewhere").mkdir()
    reports = {
        cclint(folder / "pkg", "--output-format", name, cwd=cwd).out
        for cwd in (folder, folder / "pkg", folder / "elsewhere")
        for name in ("json",)
    }
    assert len(reports) == 1
    assert json.loads(reports.pop())["findings"][0]["place"]["path"] == "pkg/main.py"


def test_results_do_not_depend_on_how_files_are_batched(files, cclint):
    files({"cclint.toml": "", **{f"m{number}.py": LEAK for number in range(4)}})
    whole = cclint("--output-format", "concise").out
    batches = (
        cclint("m0.py", "m2.py", "--output-format", "concise").out,
        cclint("m1.py", "m3.py", "--output-format", "concise").out,
    )
    assert sorted(whole.splitlines()) == sorted("".join(batches).splitlines())


def test_show_files(files, cclint):
    files(
        {
            "b.py": LEAK,
            "a/c.pyw": "",
            "notes.rst": "",
            "script": "#!/usr/bin/env python3\n",
            "venv/x.py": "",
            "data": "x",
        }
    )
    done = cclint("--show-files")
    assert (done.status, done.out) == (0, "a/c.pyw\nb.py\nscript\n")
