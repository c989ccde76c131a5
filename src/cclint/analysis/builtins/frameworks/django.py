"""Django's settings: `django.conf.settings.NAME` is what the project's settings modules say.

https://docs.djangoproject.com/en/stable/topics/settings/
"""

from __future__ import annotations

import fnmatch
import posixpath
import re
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.values.code import Pending
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import constants
from cclint.analysis.values.value import NOTHING, Seq, Value

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.analysis.program.project import Project

SETTINGS: Final = "django.conf.settings."
NAMED: Final = re.compile(rb"""DJANGO_SETTINGS_MODULE['"]?\]?\s*(?:,|=|:)\s*['"]?([A-Za-z_][\w.]*)""")
"""How manage.py, wsgi.py and scripts name the module."""
EMPTY: Final = frozenset({"ADMINS", "MANAGERS"})
"""Settings that are empty lists where a project does not give them (django/conf/global_settings.py)."""


def setting(core: Core, name: str) -> Value | None:
    """The value of a setting, over all settings modules that can be meant; None where nothing is known of it."""
    given = core.cell(SETTINGS, name)
    if given is not None:
        return given
    paths = nearest(settings_modules(core.project), core.path)
    found = []
    for path in paths:
        core.import_module(path)
        value = core.cell(path, name)
        if value is not None:
            found.append(core.arrived(value) if isinstance(value, Pending) else value)
    if found:
        return join_all(found)
    return Seq("list", ()) if name in EMPTY and paths else None


def nearest(paths: list[str], here: str) -> list[str]:
    """Those that share most folders with a file: a repository can hold several sites."""
    shared = {path: _shared(path, here) for path in paths}
    most = max(shared.values(), default=0)
    return [path for path in paths if shared[path] == most]


def _shared(path: str, other: str) -> int:
    mine, theirs = path.split("/")[:-1], other.split("/")[:-1]
    return next((i for i, (one, two) in enumerate(zip(mine, theirs)) if one != two), min(len(mine), len(theirs)))


def settings_modules(project: Project) -> list[str]:
    """The settings modules that the project's files name, else those that are called so."""
    if project.settings is None:
        named: set[str] = set()
        for path in project.holding(NAMED, b"DJANGO_SETTINGS_MODULE"):
            for match in NAMED.finditer(project.sources[path].read()):
                found = project.resolve(match[1].decode(), path)
                if found is not None and not found.endswith("/"):
                    named.add(found)
        if not named:
            named = {
                path
                for path in project.sources
                if path.rpartition("/")[2] in ("settings.py", "local_settings.py") or "/settings/" in f"/{path}"
            }
        project.settings = sorted(named)
    return project.settings


def configure(call: Invocation) -> Value:
    """`settings.configure(NAME=value)`."""
    for name, value in call.arguments.keywords.items():
        call.core.write((SETTINGS, name), value)
    return NOTHING


def include(call: Invocation) -> Value:
    """`include("base.py", optional("local.py"), "parts/*.py")`: the settings of these files are those of this one.

    https://django-split-settings.readthedocs.io/
    """
    core = call.core
    folder = core.path.rpartition("/")[0]
    for run in call.arguments.positional:
        for pattern in constants([run.value]):
            wanted = posixpath.normpath(posixpath.join(folder, pattern))
            for path in sorted(fnmatch.filter(core.project.sources, wanted)):
                if path == core.path:
                    continue
                core.import_module(path)
                module = core.project.module(path)
                for name in sorted(module.body.locals) if module is not None else ():
                    core.store_all(name, Pending(path, name))
    return NOTHING


HANDLERS: Final[dict[str, Handler]] = {
    "django.conf.settings.configure": configure,
    "split_settings.tools.include": include,
    "split_settings.tools.optional": lambda call: call.get(0, "filename") or NOTHING,
}
