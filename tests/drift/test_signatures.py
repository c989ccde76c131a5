"""The stubs against the libraries' own signatures: every parameter with a mark is there, and where the stub says.

Run only where `CCLINT_SDKS` names a folder for what is downloaded: the oldest and the newest release that each stub names.
Nothing is imported, and nothing that a release depends on is needed: `CCLINT_SDKS=~/.cache/cclint-sdks python -m pytest
tests/drift`.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

SDKS = os.environ.get("CCLINT_SDKS", "")
if not SDKS:
    pytest.skip("CCLINT_SDKS is not set: CONTRIBUTING.md has the command", allow_module_level=True)

from installed import Library, given, unpacked  # noqa: E402

from cclint.models import load_models  # noqa: E402
from cclint.models.library import Models, Signature  # noqa: E402
from cclint.models.load import load_stub  # noqa: E402

STUBS = HERE.parent.parent / "src/cclint/models/mail"
DISTRIBUTION = re.compile(r"^# distribution: (\S+) (\S+)(?: to (\S+))?$", re.MULTILINE)
PRIVATE = re.compile(r"\._[A-Za-z]")
LIKELY = "cclint.likely."
LATER = "it came with a later release"
MADE = "it is made when the class is"
NAMED = "another parameter came before it; so far down it is given by its name"
SECURE = "it is a method of the SecureMailHost that stood in its place before Plone 4"
DIFFERENT: dict[str, str] = {
    "airflow-newest: there is no airflow.operators.email.EmailOperator.partial": MADE,
    "airflow-newest: there is no airflow.providers.smtp.operators.smtp.EmailOperator.partial": MADE,
    "airflow-oldest: there is no airflow.operators.email.EmailOperator.partial": MADE,
    "airflow-oldest: there is no airflow.providers.smtp.operators.smtp.EmailOperator.partial": MADE,
    "airflow-oldest: there is no airflow.providers.smtp.notifications.smtp.SmtpNotifier": LATER,
    "apprise-oldest: there is no apprise.apprise.Apprise.add": "it stood in apprise.Apprise then, and is offered by apprise",
    "emails-oldest: emails.message.Message has no parameter 'reply_to'": LATER,
    "emails-oldest: there is no emails.message.Message.send_async": LATER,
    "flask_mail-oldest: 'bcc' of flask_mail.Message is at 6, not at 7": NAMED,
    "flask_mail-oldest: 'cc' of flask_mail.Message is at 5, not at 6": NAMED,
    "flask_mail-oldest: 'extra_headers' of flask_mail.Message is at 11, not at 12": NAMED,
    "flask_mail-oldest: 'reply_to' of flask_mail.Message is at 8, not at 9": NAMED,
    "mailhost-newest: there is no Products.MailHost.MailHost.MailBase.secureSend": SECURE,
    "mailhost-oldest: there is no Products.MailHost.MailHost.MailBase.secureSend": SECURE,
    "superset-oldest: 'bcc' of superset.utils.core.send_email_smtp is at 9, not at 10": NAMED,
    "superset-oldest: 'cc' of superset.utils.core.send_email_smtp is at 8, not at 9": NAMED,
    "web2py-newest: there is no gluon.tools.Mail.send": "web2py is no distribution of the package index",
    "web2py-oldest: there is no gluon.tools.Mail.send": "web2py is no distribution of the package index",
}
"""Where a release differs from its stub, and why the stub is right."""


WEB = frozenset({
    "agentmail", "appengine", "azure", "boto3", "brevo", "courier", "elasticemail", "exchange", "gmail", "graph", "infobip",
    "mailersend", "mailgun", "mailjet", "mailslurp", "mailtrap", "mandrill", "notify", "posting", "postmark", "resend",
    "sendgrid", "sparkpost",
})  # fmt: skip
"""Stubs of web services: `tests/wire/http` compares them, with the SDKs' generated classes imported."""


def releases() -> list[tuple[str, str]]:
    """The stubs that name distributions, each with its oldest and its newest releases."""
    found = []
    for path in sorted(STUBS.glob("*.pyi")):
        lines = DISTRIBUTION.findall(path.read_text(encoding="utf-8"))
        if lines and path.stem not in WEB:
            found.append((path.stem, "newest"))
        if any(newest for _, _, newest in lines) and path.stem not in WEB:
            found.append((path.stem, "oldest"))
    return found


def installed(stub: str, age: str) -> Library:
    lines = DISTRIBUTION.findall((STUBS / f"{stub}.pyi").read_text(encoding="utf-8"))
    folder = Path(SDKS).expanduser() / "drift"
    return Library([
        unpacked(folder, name, newest if newest and age == "newest" else oldest) for name, oldest, newest in lines
    ])  # fmt: skip


@cache
def models() -> Models:
    return load_models()


def described(stub: str) -> list[Signature]:
    """The signatures of a stub that say something about a message, but for those of `Protocol` classes and of `cclint.likely`."""
    known = models()
    lookalikes = {one.name for several in known.lookalikes.values() for one in several}
    own = load_stub(STUBS / f"{stub}.pyi", Models()).own
    names = sorted(
        name
        for name in own
        if name in known.functions
        and name not in lookalikes
        and not PRIVATE.search(name)
        and not name.startswith(LIKELY)
    )
    return [one for name in names for one in known.signatures(name) if known.parts(one)]


def differences(signature: Signature, library: Library) -> list[str]:
    """What a library does not have as the stub says."""
    name = signature.name.removesuffix(".__init__")
    found = library.find(signature.name) or library.find(name)
    if found is None:
        return [f"there is no {name}"]
    real = given(found)
    told = []
    number = 0
    for parameter in signature.parameters:
        if parameter.type is not None and not parameter.name.startswith("_"):
            place = real.places.get(parameter.name)
            if parameter.name not in real.names and not real.anything:
                told.append(f"{name} has no parameter {parameter.name!r}")
            elif parameter.kind == "any" and place is not None and place != number:
                told.append(f"{parameter.name!r} of {name} is at {place}, not at {number}")
        number += parameter.kind in ("any", "positional")
    return told


@pytest.mark.parametrize(("stub", "age"), releases())
def test_signatures(stub: str, age: str):
    library = installed(stub, age)
    told = {f"{stub}-{age}: {one}" for signature in described(stub) for one in differences(signature, library)}
    assert sorted(told) == sorted(one for one in DIFFERENT if one.startswith(f"{stub}-{age}: "))
