"""Stubs that are wrong: each mistake is named, with file and line."""

from __future__ import annotations

import pytest

from cclint.analysis.builtins.data.encoding import UNPACKERS
from cclint.models import StubError, load_models
from cclint.models.load import check_sending, load_described

IMPORT = "from cclint.models.vocabulary import Clears, Each, First, Sent, To, endpoint\n"

WRONG = {
    "from cclint.models.vocabulary import Too\n": "stub.pyi:1: there is no mark 'Too'; did you mean 'To'?",
    "from cclint.models import vocabulary as mark\ndef send(to: mark.Too): ...\n": "stub.pyi:2: there is no mark 'Too'",
    "def send(to: Too): ...\n": "stub.pyi:1: there is no type 'Too'; did you mean 'To'?",
    "def send(to: To): ...\n": "stub.pyi:1: the mark 'To' is used before it is imported from cclint.models.vocabulary",
    "def send(to: lst[str]): ...\n": "stub.pyi:1: there is no type 'lst'; did you mean 'list'?",
    "def send(to, subject='', text): ...\n": "stub.pyi:1: the stub is no valid Python",
    "def send(to:\n": "stub.pyi:1: the stub is no valid Python: '(' was never closed",
    IMPORT + "def send(to: Sent): ...\n": "stub.pyi:2: `Sent` says what a call does: it stands behind the arrow",
    IMPORT + "def send(to) -> To: ...\n": "stub.pyi:2: `To` says what is given",
    IMPORT + "def send(to) -> Sent: ...\n": "stub.pyi:2: stub.send sends, but nothing says to whom",
    IMPORT + "def send(to: Each) -> Sent: ...\n": "stub.pyi:2: `Each` needs to know of what: `Each[To]`",
    IMPORT + "def send(to: First) -> Sent: ...\n": "stub.pyi:2: `First` says how a role's addresses are understood",
    IMPORT
    + "def send(to: To[str]) -> Sent: ...\n": "stub.pyi:2: `To[...]` takes Adds, Alone, First, Gathers, Pair, Shown, not 'str'",
    IMPORT + "class Letter:\n    def to(self) -> Clears: ...\n": "stub.pyi:3: `Clears` needs to know of what",
    IMPORT
    + "class Letter:\n    def send(to: To) -> Sent: ...\n": "stub.pyi:3: the first parameter of a method is the object",
    IMPORT + "@endpoint()\ndef send(body: To) -> Sent: ...\n": "stub.pyi:2: an endpoint needs its address",
    IMPORT
    + "@endpoint('https://a.example/')\ndef send(data: To) -> Sent: ...\n": "stub.pyi:3: what is posted is given as `body`",
    IMPORT + "@endpont('https://a.example/')\ndef send(body: To) -> Sent: ...\n": "did you mean 'endpoint'?",
    "for x in y: pass\n": "stub.pyi:1: a stub holds signatures, classes, constants and aliases only",
}


@pytest.mark.parametrize("text", WRONG)
def test_mistakes_are_named(files, text):
    path = files({"stub.pyi": text}) / "stub.pyi"
    with pytest.raises(StubError) as raised:
        load_models([path])
    assert WRONG[text] in str(raised.value)


def test_the_shipped_stubs_say_to_whom_they_send():
    models, stubs = load_described()
    for stub in stubs:
        check_sending(stub, models)


def test_a_function_may_be_named_as_the_module_that_it_comes_from(files):
    stub = "# module: a.b\ndef b(to: To) -> Sent: ...\n# module: a\nfrom a.b import b as b\n"
    models = load_models([files({"a.pyi": IMPORT + stub}) / "a.pyi"])
    assert models.canonical("a.b") == models.canonical("a.b.b") == "a.b.b"


def test_a_stub_that_is_not_there(tmp_path):
    with pytest.raises(StubError, match=r"nothing\.pyi: the stub cannot be read: No such file"):
        load_models([tmp_path / "nothing.pyi"])


def test_the_run_ends_with_the_mistake(files, cclint):
    stub = "from cclint.models.vocabulary import Too\n"
    files({"tools/acme_mail.pyi": stub, "cclint.toml": 'models = ["tools/acme_mail.pyi"]\n', "a.py": ""})
    done = cclint("check")
    assert (done.status, done.out) == (2, "")
    assert "cclint: tools/acme_mail.pyi:1: there is no mark 'Too'; did you mean 'To'?; exit status 2" in done.err


def test_what_a_project_says_goes_before_what_is_shipped(files, cclint):
    stub = "# module: smtplib\nclass SMTP:\n    def send_message(self, msg): ...\n"
    leak = "import smtplib\nfrom email.message import EmailMessage\n\nm = EmailMessage()\n"
    leak += "m['To'] = 'a@example.org, b@example.org'\nsmtplib.SMTP('localhost').send_message(m)\n"
    files({"own.pyi": stub, "cclint.toml": 'models = ["own.pyi"]\n', "a.py": leak})
    assert cclint("check", "--isolated").status == 1
    assert "own" in cclint("libraries").out


def test_no_function_is_modelled_twice():
    """A later module would silently win."""
    from cclint.analysis.builtins import MODULES

    claimed: dict[str, object] = {}
    for module in MODULES:
        for name, handler in module.HANDLERS.items():
            assert claimed.setdefault(name, handler) is handler or name in {*UNPACKERS}, (name, module.__name__)
