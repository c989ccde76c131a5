"""Virtual environments with the SDKs, one for each stub, made when they are missing."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

from cclint.models.index import index

SDKS = os.environ.get("CCLINT_SDKS", "")
"""The folder of the environments; without it nothing is installed and the tests are skipped."""
PLAIN = ("requests", "httpx", "aiohttp")
"""What programs post with that use no SDK."""
WEB = (
    "agentmail", "anymail", "azure", "boto3", "brevo", "courier", "elasticemail", "gmail", "graph", "infobip", "mailersend",
    "mailgun", "mailjet", "mailslurp", "mailtrap", "mandrill", "notify", "posting", "postmark", "resend", "sendgrid",
    "sparkpost",
)  # fmt: skip
"""The stubs of web services whose SDKs are installed and run."""
STAGES = {"anymail": "anymail_stage.py"}
"""What a library needs to run, among the stages of `tests/wire/smtp/stage`."""
READ = ("appengine", "exchange")
"""The stubs whose signatures only are compared."""
DISTRIBUTIONS = {one.name: one.distributions for one in index()}


def stubs() -> tuple[str, ...]:
    """All stubs whose libraries are installed."""
    return tuple(sorted((*WEB, *READ)))


def interpreter(library: str) -> Path:
    """The interpreter of an environment with the newest release of what a stub describes."""
    folder = Path(SDKS).expanduser() / library
    found = folder / "bin" / "python"
    if not found.exists():
        venv.create(folder, with_pip=True)
        wanted = [f"{one.name}=={one.newest}" for one in DISTRIBUTIONS[library]]
        subprocess.run([found, "-m", "pip", "install", "-q", *wanted, *PLAIN], check=True)
    return found
