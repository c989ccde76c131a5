"""The sift loses nothing: what is found where every file is looked at is found where it has had its say, too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from cclint.analysis.relevance.callers import statements
from cclint.analysis.relevance.sift import WORD, Sift, words_of
from cclint.config import load
from cclint.discovery.paths import Targets
from cclint.engine import run
from cclint.models import load_models, load_needles
from cclint.models.needles import needles_of
from cclint.plugins import load as load_plugins
from cclint.plugins.languages import SETTINGS
from cclint.testing import mdtest

TESTS = Path(__file__).parent.parent
SUITES = sorted(
    file.relative_to(TESTS).as_posix()
    for name in ("libraries", "rules", "origins")
    for file in (TESTS / name).glob("*.md")
)


def found(folder: Path):
    config = load([str(folder)])
    return run(Targets((str(folder),)), config, load_plugins(config)).findings


def everything(monkeypatch):
    """Let every file through that is Python's."""
    real = Sift.answer
    monkeypatch.setattr(Sift, "answer", lambda self, source, other=None: other is None or real(self, source, other))


@pytest.mark.parametrize("suite", SUITES)
def test_no_finding_of_a_suite_is_lost(tmp_path, monkeypatch, suite):
    cases = mdtest.parse((TESTS / suite).read_text(encoding="utf-8"), suite)
    sifted = [mdtest.examine(case, tmp_path / "sifted" / str(case.line)).findings for case in cases]
    everything(monkeypatch)
    assert [mdtest.examine(case, tmp_path / "all" / str(case.line)).findings for case in cases] == sifted


def test_no_finding_of_the_examples_is_lost(project, monkeypatch):
    sifted = found(project / "examples")
    everything(monkeypatch)
    assert sifted
    assert found(project / "examples") == sifted


def kept(text: str) -> bool:
    return Sift(load_needles()).answer(source(text)) is True


def source(text: str):
    from making import source as made

    return made(text=text)


@pytest.mark.parametrize(
    "text",
    [
        "import sendgrid",
        "    import os, sendgrid as s",
        "from sendgrid.helpers.mail import Mail",
        "from libs import sendgrid",
        "from libs import (\n    os,\n    sendgrid,\n)",
        "try: import sendgrid\nexcept ImportError: pass",
        "x = 1; import sendgrid",
        "sendgrid = __import__('sendgrid')",
        "importlib.import_module('sendgrid.helpers')",
        "subprocess.run(['mail', '-s', 'hi', to])",
        "os.system('sendmail -t < x')",
        "requests.post('https://api.postmarkapp.com/email', json=x)",
        "from django.core import mail",
    ],
)
def test_what_can_send_is_kept(text):
    assert kept(text)


@pytest.mark.parametrize(
    "text",
    [
        "# the sendgrid backend is elsewhere",
        "from .sendgrid import send",
        "from shop.sendgrid import post",
        "Mail from sendgrid is read here.",
        "send = 1; forward = 2; six = 6; past = []",
        "subprocess.run(['ls'])",
        "class Envelope: ...",
    ],
)
def test_what_only_sounds_like_it_is_not(text):
    assert not kept(text)


def test_the_words_of_a_file_are_those_of_the_pattern():
    data = bytes(range(256)) * 3 + b"a_b c-d  e\xc3\xa4f\n1x\tZ"
    assert words_of(data) == WORD.findall(data)


def test_words_without_stubs_are_those_of_the_stubs():
    assert load_needles() == needles_of(load_models())


def test_import_statements_are_found_without_a_parser():
    """Over the standard library: every import that stands at the beginning of a line, one-line bodies aside."""
    for path in sorted(Path(ast.__file__).parent.glob("[a-e]*.py")):
        data = path.read_bytes()
        told = {number for match in statements(data) for number in [data.count(b"\n", 0, match.start()) + 1]}
        tree = ast.parse(data)
        lines = data.split(b"\n")
        real = {
            node.lineno
            for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            and lines[node.lineno - 1][: node.col_offset].isspace() | (node.col_offset == 0)
        }
        assert real <= told, path


def test_statements_are_found_once():
    data = b"from a import (b,\n  import_c,\n)\nimport d, e\n  import f\nx = 'import g'\nfrom important import h\n"
    assert [match[0] for match in statements(data)] == [
        b"from a import (b,\n  import_c,\n)",
        b"import d, e",
        b"  import f",
        b"from important import h",
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [("smartd.conf", "DEVICESCAN -a -m a@example.org,b@example.org\n"), ("mdadm.conf", "MAILADDR a@x.org\n")],
)
def test_settings_that_name_recipients_in_words_of_their_own_are_kept(path, text):
    assert any(re.search(word, text) for word in SETTINGS.words), path
