"""`cclint libraries` as a process."""

from __future__ import annotations

import json

STUB = '''\
"""Acme's helper. https://acme.example/docs

All of `to` see each other.
"""

# distribution: acme-mail 1.0 to 2.1

from cclint.models.vocabulary import Sent, Splits, To

# module: acme.mail
def notify(to: To, text, apart: Splits[True] = False) -> Sent: ...
'''


def test_libraries_are_listed_with_their_releases(cclint):
    done = cclint("libraries")
    assert (done.status, done.err) == (0, "")
    assert "sendgrid 2.2.1 to 6.12.5" in done.out
    assert "smtplib (standard library)" in done.out


def test_one_library_in_full(cclint):
    done = cclint("libraries", "mandrill")
    assert done.status == 0
    assert done.out.startswith("mandrill: Mailchimp Transactional (Mandrill)\nhttps://mailchimp.com/")
    assert "releases: mailchimp-transactional 1.4.1, mandrill 1.0.60" in done.out
    assert "    email (To): each is sent a message of its own\n" in done.out
    assert "    preserve_recipients=True: all are shown to all\n" in done.out


def test_a_library_by_the_name_of_its_package(cclint):
    assert cclint("libraries", "postmarker").out == cclint("libraries", "postmark").out


def test_a_library_that_is_not_known(cclint):
    done = cclint("libraries", "sendgird")
    assert (done.status, done.out) == (2, "")
    assert "there is no library 'sendgird'; did you mean 'sendgrid'?" in done.err


def test_the_stubs_of_the_project_are_listed(files, cclint):
    files({"tools/acme.pyi": STUB, "cclint.toml": 'models = ["tools/acme.pyi"]\n'})
    assert "Acme's helper (of this project)" in cclint("libraries").out
    assert "Acme's helper" not in cclint("libraries", "--isolated").out
    assert cclint("libraries", "acme").out == (
        "acme: Acme's helper\nhttps://acme.example/docs\nreleases: acme-mail 1.0 to 2.1\nAll of `to` see each other.\n\n"
        "acme.mail.notify\n    To: all see each other\n    apart=True: each of To is sent a message of its own\n"
    )


def test_json(files, cclint):
    files({"tools/acme.pyi": STUB, "cclint.toml": 'models = ["tools/acme.pyi"]\n'})
    told = json.loads(cclint("libraries", "acme", "--output-format", "json").out)
    assert told["version"] == 1
    (library,) = told["libraries"]
    assert library["distributions"] == [{"name": "acme-mail", "oldest": "1.0", "newest": "2.1"}]
    assert [call["name"] for call in library["calls"]] == ["acme.mail.notify"]
    assert library["shipped"] is False


def test_a_stub_that_is_wrong(files, cclint):
    files({"acme.pyi": "def send(to: Too): ...\n", "cclint.toml": 'models = ["acme.pyi"]\n'})
    done = cclint("libraries")
    assert done.status == 2
    assert "acme.pyi:1: there is no type 'Too'" in done.err
