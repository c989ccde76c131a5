"""Files and commands inside of a settings file: a ConfigMap that holds Alertmanager's settings, a CI job that runs `mail`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from cclint.frontends.mailers.matching import below
from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.shell import shell
from cclint.frontends.outgoing import Event, Named
from cclint.ir.data import Data, Items, Scalar, Table
from cclint.ir.nodes import Span
from cclint.ir.walking import walk

COMMANDS: Final = frozenset({
    "run", "script", "before_script", "after_script", "command", "shell", "cmd", "bash", "sh", "ansible.builtin.shell",
    "ansible.builtin.command", "job", "args", "entrypoint", "commands", "exec", "win_shell", "cmds", "scripts",
})  # fmt: skip
"""Keys whose values shells run."""
MAILS: Final = re.compile(r"mail|mutt|api\.(?:sendgrid|resend|postmarkapp|brevo)\.")
"""What commands have in them that send mail."""
FILES: Final = (".yml", ".yaml", ".json", ".ini", ".toml", ".conf", ".xml", ".sh")


def commands(root: Data) -> Iterator[Event]:
    """What the commands in a settings file send."""
    for table in below(root, ("**",)):
        for entry in table.entries if isinstance(table, Table) else ():
            if entry.key not in COMMANDS:
                continue
            value = entry.value
            below_it = [entry.value for entry in value.entries] if isinstance(value, Table) else [value]
            for one in value.items if isinstance(value, Items) else below_it:
                if isinstance(one, Scalar) and isinstance(one.value, str) and MAILS.search(one.value):
                    for found in shell(one.value, Places(one.value)):
                        yield shifted(found, one.at)


def files(root: Data, read: Callable[[str, str], Iterator[Event]]) -> Iterator[Event]:
    """What the files send that stand as texts in a settings file, under their names.

    Parameters
    ----------
    root: the settings file.
    read: gives the messages that a file of some name and text sends.
    """
    for table in below(root, ("**",)):
        for entry in table.entries if isinstance(table, Table) else ():
            name, value = entry.key, entry.value
            if (
                isinstance(name, str)
                and name.endswith(FILES)
                and isinstance(value, Scalar)
                and isinstance(value.value, str)
            ):
                for found in read(name, value.value):
                    yield shifted(found, value.at)


def shifted(found: Event, at: Span) -> Event:
    """A message, or a name, with its places in the file around the text that it was found in: a block begins behind its
    first line.
    """
    block = at[2] > at[0]
    seen: set[int] = set()
    for value in [found.value] if isinstance(found, Named) else [value for _, value in found.parts]:
        for node in walk(value):
            if id(node) not in seen:
                seen.add(id(node))
                node.at = _shifted(node.at, at, block=block)
    return found if isinstance(found, Named) else replace(found, at=_shifted(found.at, at, block=block))


def _shifted(place: Span, at: Span, *, block: bool) -> Span:
    if not block:
        return at
    column = at[1]
    return (min(place[0] + at[0], at[2]), column, min(place[2] + at[0], at[2]), max(place[3], column + 1))
