"""Completion, the schema of the configuration, statistics, watching, colours and progress."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys

import pytest
import tomli
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from cclint.cli import COMMANDS
from cclint.cli.check import parser
from cclint.cli.schema import schema
from cclint.cli.watching import progress
from cclint.config import load
from cclint.config.declared import Allow, KnownAudience, Limits, Override, Visibility
from cclint.config.values import READERS
from cclint.refusal import Refused
from making import CLEAN, FIXED, LEAK, built_in_rules

# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_option_rule_and_format(cclint, shell):
    done = cclint("completion", shell)
    assert done.status == 0
    options = [word[2:] for word in parser()._option_string_actions if word.startswith("--")]
    for word in (*COMMANDS, *options, *built_in_rules(), "gitlab", "auditor"):
        assert re.search(rf"(?<![\w]){re.escape(word)}(?![\w-])", done.out), word


def test_completion_for_another_shell(cclint):
    assert (
        "there is no completion for 'bsh' (known: bash, zsh, fish); did you mean 'bash'?"
        in cclint("completion", "bsh").err
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["cclint", "ba"], {"baseline"}),
        (["cclint", "--output-format", "gitl"], {"gitlab"}),
        (["cclint", "check", "--diff-b"], {"--diff-base"}),
        (["cclint", "baseline", "pr"], {"prune"}),
        (["cclint", "explain", "reused"], {"reused-message"}),
        (["cclint", "--persona", ""], {"developer", "auditor"}),
    ],
)
def test_bash_completes(cclint, tmp_path, words, offered):
    script = tmp_path / "completion.bash"
    script.write_text(cclint("completion", "bash").out)
    line = " ".join(f"'{word}'" for word in words)
    code = f'source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _cclint; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, cwd="/", check=True)
    assert offered <= set(done.stdout.split())


# The schema


def test_the_schema_knows_exactly_the_keys_that_are_read(cclint):
    written = json.loads(cclint("schema").out)
    Draft7Validator.check_schema(written)
    assert set(written["properties"]) == set(READERS)


TABLES = {
    ("policy",): Visibility,
    ("policy", "known-audiences"): KnownAudience,
    ("policy", "overrides"): Override,
    ("allow",): Allow,
    ("limits",): Limits,
}


@pytest.mark.parametrize("keys", TABLES, ids=".".join)
def test_the_schema_knows_exactly_the_keys_of_each_table(keys):
    written = schema()
    for key in keys:
        written = written["properties"][key]
        written = written.get("items", written)
    assert set(written["properties"]) == {name.replace("_", "-") for name in TABLES[keys]._fields} - {"line"}


GOOD = [
    'select = ["visible-recipients"]\npersona = "auditor"\n[policy]\nmax-visible = 3\ninternal-domains = ["example.org"]\n',
    '[[policy.known-audiences]]\nname = "board"\nmatches = ["BOARD"]\nreason = "they know each other"\n',
    '[[policy.overrides]]\npaths = ["ops/"]\nlevel = "note"\nmax-visible = 4\n',
    '[[allow]]\npaths = ["a.json"]\nrules = ["visible-recipients"]\nreason = "the choir"\nuntil = "2999-01-01"\n',
    "[limits]\nseconds = 1.5\nsteps = 10\nfile-seconds = 2\ntokens = 9\nbytes = 9\n[rules.visible-recipients]\n",
]
BAD = [
    "selct = []\n",
    'persona = "auditer"\n',
    "[policy]\nmax-visible = 0\n",
    '[[policy.known-audiences]]\nname = "board"\nmatches = ["BOARD"]\n',
    '[[policy.overrides]]\nlevel = "note"\n',
    '[[policy.overrides]]\npaths = ["a"]\nlevel = "fatal"\n',
    '[[allow]]\npaths = ["a.json"]\nrules = ["visible-recipients"]\n',
    "[limits]\nseconds = 0\n",
    "exclude = 3\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_what_the_schema_accepts_is_accepted(files, text):
    Draft7Validator(schema()).validate(tomli.loads(text))
    load([str(files({"cclint.toml": text}))])


@pytest.mark.parametrize("text", BAD)
def test_what_the_schema_refuses_is_refused(files, text):
    with pytest.raises(ValidationError):
        Draft7Validator(schema()).validate(tomli.loads(text))
    with pytest.raises(Refused):
        load([str(files({"cclint.toml": text}))])


# Statistics


def test_statistics(files, cclint):
    allowed = FIXED.replace('.net"\n', '.net"  # cclint: allow[visible-fixed-list] a pair\n')
    files({"a.py": LEAK, "b.py": LEAK, "c.py": allowed})
    done = cclint("--statistics")
    assert done.status == 1
    assert done.out == (
        "findings  files  allowed  rule\n"
        "       2      2        0  visible-recipients\n"
        "       0      0        1  visible-fixed-list\n"
    )
    files({"a.py": CLEAN, "b.py": CLEAN, "c.py": CLEAN})
    assert cclint("--statistics").out == ""


# Watching


def test_watching_runs_again_when_something_changes_and_ends_when_interrupted(files):
    folder = files({"main.py": LEAK})
    elsewhere = folder.parent / f"{folder.name}.new"

    def write(name: str, text: str) -> None:
        """All at once: who looks at a file that is being written sees a half."""
        elsewhere.write_text(text)
        elsewhere.replace(folder / name)

    command = [sys.executable, "-m", "cclint", "--watch", "--output-format", "concise"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("main.py:8:5: error")
        assert "exit status 1" in process.stderr.readline()
        write("main.py", CLEAN)
        assert "exit status 0" in process.stderr.readline()
        write("new.py", LEAK)
        assert "exit status 1" in process.stderr.readline()
        write("cclint.toml", 'exclude = ["new.py"]\n')
        assert "exit status 0" in process.stderr.readline()
        write("cclint.toml", "exclud = []\n")
        assert "unknown key 'exclud'" in process.stderr.readline()
        (folder / "cclint.toml").unlink()
        assert "exit status 1" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    finally:
        process.kill()
        process.communicate()


def test_standard_input_cannot_be_watched(cclint):
    assert "standard input does not change" in cclint("--watch", "-").err


# Terminals


def on_a_terminal(folder, *arguments: str, **environment: str) -> str:
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    with subprocess.Popen(
        [sys.executable, "-m", "cclint", *arguments],
        cwd=folder,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "TERM": "xterm", "PYTHONUTF8": "1", **environment},
    ):
        os.close(theirs)
        text = b""
        with contextlib.suppress(OSError):
            while found := os.read(ours, 4096):
                text += found
    os.close(ours)
    return text.decode()


def test_colours_are_for_terminals_and_can_be_refused(files, cclint):
    folder = files({"main.py": LEAK})
    assert "\x1b[1;31merror" in on_a_terminal(folder)
    assert "\x1b" not in on_a_terminal(folder, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(folder, TERM="dumb")
    assert "\x1b" not in cclint().out
    assert "\x1b[1;31merror" in cclint(FORCE_COLOR="1").out


def test_a_terminal_that_shows_ascii_only(files):
    text = on_a_terminal(files({"main.py": LEAK}), PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C", NO_COLOR="1")
    assert text.isascii()
    assert "error[visible-recipients]" in text


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_work_that_takes_long_is_told_and_wiped_away(monkeypatch):
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with progress("looking", wanted=True, patience=0.01):
        while "looking" not in stream.getvalue():
            pass
    assert re.fullmatch(r"(\rcclint: looking, \d+ s)+\r +\r", stream.getvalue())


@pytest.mark.parametrize(("wanted", "stream"), [(False, Terminal()), (True, io.StringIO())])
def test_silence_where_nobody_watches(monkeypatch, wanted, stream):
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("looking", wanted=wanted, patience=0.0):
        pass
    assert stream.getvalue() == ""
