"""`python -m cclint` in a stranger's folder: Python puts that folder first on its path, and would import what lies there.

A `smtplib.py` or `yaml.py` beside the files that are looked at must not run. This module comes first, before anything else of
cclint is imported. What Python was told to do by other means (PYTHONPATH) stands.
"""

from __future__ import annotations

import sys


def leave_folder() -> None:
    """Take the working directory off the path where `-m` has put it there; the package itself is found already."""
    told = sys.orig_argv
    safe = getattr(sys.flags, "safe_path", False) or sys.flags.isolated  # then it is not there
    if "-m" in told and told[told.index("-m") + 1 : told.index("-m") + 2] == ["cclint"] and sys.path and not safe:
        del sys.path[0]


leave_folder()
