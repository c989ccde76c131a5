"""The commands that are compared: cclint, and those peers that are installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.measure import Subject

RULES = Path(__file__).with_name("semgrep.yml")
WORDS = r"send_mail|sendmail|send_message|EmailMessage|MIMEText|MIMEMultipart|smtplib"


def cclint(name: str, folder: Path, *arguments: str) -> Subject:
    """Cclint itself, as it is installed for the interpreter that runs this."""
    return Subject(name, [sys.executable, "-m", "cclint", "check", "-q", *arguments], folder)


def peers(folder: Path, wanted: str = "") -> list[Subject]:
    """The peers that are on the PATH, each with the cheapest options under which it does its job.

    Parameters
    ----------
    folder: what they look at.
    wanted: names of peers, separated by commas; "" for the fast ones.
    """
    known = {
        "ruff": ["ruff", "check", "--no-cache", "--isolated", "--select", "F", "-q", "."],
        "grep": ["grep", "-rnE", "--include=*.py", WORDS, "."],
        "rg": ["rg", "-n", "-tpy", WORDS, "."],
        "bandit": ["bandit", "-q", "-r", "."],
        "semgrep": ["semgrep", "scan", "--metrics=off", "--disable-version-check", "-q", "--config", str(RULES), "."],
        "pyre": ["pyre", "--noninteractive", "analyze"],
    }
    names = wanted.split(",") if wanted else ["ruff", "grep", "rg"]
    return [Subject(name, known[name], folder) for name in names if shutil.which(known[name][0])]


def start_up(folder: Path) -> Subject:
    """What any program in Python with a command line and plug-ins costs before it does anything."""
    return Subject("python: argparse, pluggy", [sys.executable, "-c", "import argparse, pluggy"], folder)
