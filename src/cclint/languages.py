"""The kinds of files that cclint reads by itself, offered through the hook as a plug-in offers its own."""

from __future__ import annotations

from typing import Final

from cclint.hooks import Frontend, hookimpl

PYTHON: Final = Frontend("python", suffixes=(".py", ".pyw", ".wsgi", ".cgi"), interpreters=("python",))


@hookimpl
def cclint_frontends() -> list[Frontend]:
    """The kinds of files."""
    return [PYTHON]
