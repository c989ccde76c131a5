"""Drift: every signature of a stub is one of the installed library, where the library has the function by that name.

Run like test_payloads.py, with `CCLINT_SDKS`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from environments import SDKS, interpreter, stubs  # noqa: E402

from cclint.models.load import load_described  # noqa: E402

MODELS, DESCRIBED = load_described()
OWN = {stub.name: sorted(stub.own) for stub in DESCRIBED}
POSITIONAL = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD")
SPOKEN = {
    "azure": {"azure.communication.email.EmailClient.__aenter__"},
    "boto3": {"boto3.SES", "boto3.SESv2", "boto3.LikeSES", "boto.ses"},
    "exchange": {"exchangelib.items.item.LikeItem"},
    "gmail": {"googleapiclient.discovery.Gmail", "googleapiclient.discovery.Users", "googleapiclient.discovery.Drafts",
              "googleapiclient.discovery.Messages", "googleapiclient.discovery.LikeMessages"},
    "graph": {"O365.message.ToRecipients", "O365.message.CcRecipients", "O365.message.BccRecipients",
              "O365.message.ReplyToRecipients"},
    "mailersend": {"mailersend.emails"},
    "mailgun": {"mailgun.client.Client.__aenter__"},
    "posting": {"httpx.Client.__aenter__", "urllib2", "httplib", "httplib2", "treq", "requests_futures", "requests_oauthlib",
                "requests_toolbelt", "google"},
    "sendgrid": {"sendgrid.Post", "sendgrid.SendGridClient"},
}  # fmt: skip
"""What a library makes while it runs, has in other releases, or calls by another name: its stub says what it behaves like."""

pytestmark = pytest.mark.skipif(not SDKS, reason="CCLINT_SDKS is not set: CONTRIBUTING.md has the command")


def told(name: str) -> list[list[tuple[str, str, bool]]]:
    """The parameters that a stub gives a function, for each way of calling it."""
    return [
        [(one.name, one.kind, one.optional) for one in signature.parameters] for signature in MODELS.signatures(name)
    ]


def differs(parameters: list[tuple[str, str, bool]], real: list[tuple[str, str]], *, method: bool) -> str:
    """How a stub's signature is not the library's; "" where it is."""
    if method and real and real[0][0] in ("self", "cls"):
        real = real[1:]
    open_ended = any(kind == "VAR_KEYWORD" for _, kind in real)
    spread = any(kind == "VAR_POSITIONAL" for _, kind in real)
    positions = [name for name, kind in real if kind in POSITIONAL]
    names = {name for name, _ in real}
    for number, (name, kind, _) in enumerate(parameters):
        if kind in ("any", "positional") and not (spread or positions[number : number + 1] == [name]):
            return f"{name} is parameter {number}, not one of {positions}"
        if kind == "keyword" and not (open_ended or name in names):
            return f"{name} is none of {sorted(names)}"
        if kind == "star" and not spread:
            return f"there is no *{name}"
    return ""


@pytest.mark.parametrize("library", stubs())
def test_signatures_are_those_of_the_library(library: str):
    names = [name for name in OWN[library] if MODELS.signatures(name)]
    done = subprocess.run(
        [interpreter(library), HERE / "signatures.py"],
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
    )
    real = json.loads(done.stdout.splitlines()[-1])
    wrong = {}
    for name in names:
        if any(name == spoken or name.startswith(f"{spoken}.") for spoken in SPOKEN.get(library, ())):
            continue
        if real[name] is None:
            wrong[name] = "there is no such function"
            continue
        method = any(one.method for one in MODELS.signatures(name))
        problems = [differs(one, [tuple(pair) for pair in real[name]], method=method) for one in told(name)]
        if all(problems):
            wrong[name] = "; ".join(problems)
    assert not wrong
