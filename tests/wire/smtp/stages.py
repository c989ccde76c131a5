"""What the libraries need whose programs cannot be run as they stand: settings, an application, an older interpreter, a login."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent.parent
STUBS = PROJECT / "src/cclint/models/mail"
DISTRIBUTION = re.compile(r"^# distribution: (\S+) (?:\S+ to )?(\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Stage:
    """What a library is installed and run with.

    Parameters
    ----------
    needs: what is installed besides the distributions that the stub names.
    prepared: a file of the folder `stage` that runs before each program.
    python: the version of an older interpreter, for libraries that run on no other.
    instead: whether `needs` stands in place of the stub's distributions, where these do not go together.
    """

    needs: tuple[str, ...] = ()
    prepared: str = ""
    python: str = ""
    instead: bool = False


DJANGO = "django_stage.py"
FLASK = "flask_stage.py"
PLAIN = Stage()
STAGES: dict[str, Stage] = {
    "aiosmtplib": PLAIN,
    "airflow": Stage(
        ("apache-airflow==2.10.5", "apache-airflow-providers-smtp==1.9.0"), "airflow_stage.py", instead=True
    ),
    "allauth": Stage(("Django==5.2.19",), DJANGO),
    "apprise": PLAIN,
    "async_sender": PLAIN,
    "celery": Stage(("celery==3.1.26.post2",), python="2.7"),
    "dagster": Stage((), "dagster_stage.py"),
    "django": Stage(("Django==5.2.19", "django-anymail==15.2"), DJANGO, instead=True),
    "django_mailer": Stage(("Django==5.2.19",), DJANGO),
    "django_post_office": Stage(("Django==5.2.19",), DJANGO),
    "django_queues": Stage(("Django==5.2.19", "setuptools<81"), DJANGO),
    "djmail": Stage(("Django==5.2.19",), DJANGO),
    "email": PLAIN,
    "email_to": PLAIN,
    "emails": Stage(("lxml", "cssutils", "premailer", "requests", "chardet")),
    "envelope": PLAIN,
    "envelopes": PLAIN,
    "fastapi_mail": Stage(("fastapi",), "fastapi_stage.py"),
    "flask_mail": Stage((), FLASK),
    "flask_mailman": Stage((), FLASK),
    "great_expectations": Stage((), "great_expectations_stage.py"),
    "helpdesk": Stage(("Django==5.2.19",), DJANGO),
    "knockknock": Stage((), "knockknock_stage.py"),
    "logbook": PLAIN,
    "logging": Stage((), "logging_stage.py"),
    "luigi": PLAIN,
    "mailer": Stage(("mailer==0.8.1",), python="2.7"),
    "mailhost": Stage(("Products.MailHost==6.1", "Products.CMFCore"), "mailhost_stage.py", instead=True),
    "mailsuite": Stage(("mailsuite==2.3.3",), instead=True),
    "mailthon": Stage((), "mailthon_stage.py"),
    "marrow_mailer": Stage((), python="3.6"),
    "notifiers": PLAIN,
    "outbox": PLAIN,
    "paste": Stage((), "paste_stage.py"),
    "prefect": Stage(("prefect-email==0.4.3",), "prefect_stage.py", instead=True),
    "pyramid_mailer": Stage((), "pyramid_stage.py"),
    "redmail": PLAIN,
    "repoze_sendmail": Stage(("transaction", "zope.interface")),
    "salmon": PLAIN,
    "sender": PLAIN,
    "smtplib": PLAIN,
    "smtpymailer": Stage((), "smtpymailer_stage.py"),
    "templated_email": Stage(("Django==5.2.19",), DJANGO),
    "templated_mail": Stage(("Django==5.2.19",), DJANGO),
    "turbomail": Stage(("TurboMail==3.0.3",), "turbomail_stage.py", python="2.7"),
    "twisted": PLAIN,
    "wagtail": Stage((), DJANGO),
    "web2py": Stage((), "web2py_stage.py"),
    "yagmail": PLAIN,
    "zmail": PLAIN,
    "zope_sendmail": Stage((), "zope_stage.py"),
}
"""The stubs whose programs run on a stage, where every server is the sink."""


def older(version: str) -> Path | None:
    """An interpreter of that version: one that is called `python2.7`, or one of pyenv's."""
    kept = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    named = shutil.which(f"python{version}")
    return kept[-1] if kept else Path(named) if named else None


def interpreter(folder: Path, library: str) -> Path | None:
    """The interpreter of an environment with a library, made when it is missing; None where there is no interpreter for it."""
    stage = STAGES[library]
    base = older(stage.python) if stage.python else Path(sys.executable)
    if base is None:
        return None
    found = folder / "bin" / "python"
    if not (folder / "ready").exists():
        stub = (STUBS / f"{library}.pyi").read_text(encoding="utf-8")
        newest = [] if stage.instead else [f"{name}=={version}" for name, version in DISTRIBUTION.findall(stub)]
        wanted = [*newest, *stage.needs]
        if stage.python == "2.7":
            install = [base, "-m", "pip", "install", "-q", "--target", folder / "packages"]
            folder.mkdir(parents=True, exist_ok=True)
        else:
            subprocess.run([base, "-m", "venv", "--clear", folder], check=True)
            install = [found, "-m", "pip", "install", "-q"]
        if wanted:
            subprocess.run([*install, *wanted], check=True)
        (folder / "ready").touch()
    return base if stage.python == "2.7" else found
