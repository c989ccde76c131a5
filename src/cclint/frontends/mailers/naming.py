"""Names that settings files give to values, and what their places mean that are filled in later.

A play's `vars:`, the `variables:` of a GitLab job and the `env:` of a workflow are taken to hold for the whole file:
that two of them use one name for different recipients is rare.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cclint.frontends.filling import HOLE, literal
from cclint.frontends.mailers.matching import below
from cclint.frontends.outgoing import Event, Named, Outgoing, elsewhere
from cclint.ir import nodes as ir
from cclint.ir.data import Data, Items, Scalar, Table
from cclint.ir.walking import walk

HOLDERS: Final = {
    "vars": ("",), "set_fact": ("",), "ansible.builtin.set_fact": ("",), "variables": ("", "variables."), "env": ("", "env."),
    "environment": ("",), "defaults": ("",), "x-variables": ("",),
}  # fmt: skip
"""Keys of tables whose entries are names, and what stands before the name where it is used."""
BESIDE: Final = (
    "vars/main.yml", "vars/main.yaml", "defaults/main.yml", "defaults/main.yaml", "group_vars/all.yml", "group_vars/all.yaml",
    "group_vars/all/main.yml", "group_vars/all/vars.yml", "inventory/group_vars/all.yml",
)  # fmt: skip
"""Where roles and plays of Ansible look for names: https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_variables.html"""


def names(root: Data) -> Iterator[Named]:
    """The names that a settings file gives, in its order."""
    for table in below(root, ("**",)):
        for entry in table.entries if isinstance(table, Table) else ():
            if entry.key not in HOLDERS or not isinstance(entry.value, Table):
                continue
            for one in entry.value.entries:
                if isinstance(one.key, str) and not _itself(one.value, one.key):
                    value = one.value
                    if isinstance(value, Table) and (inner := value.get("value")) is not None:
                        value = inner  # GitLab's variables may have descriptions
                    for prefix in HOLDERS[entry.key]:
                        yield Named(f"{prefix}{one.key}", literal(value))


def _itself(value: Data, key: str) -> bool:
    """Whether a value is the name itself, filled in from outside."""
    return (
        isinstance(value, Scalar)
        and isinstance(value.value, str)
        and bool(HOLE.fullmatch(value.value))
        and key in value.value
    )


def from_elsewhere(found: list[Event], root: Data) -> Iterator[Named]:
    """Names that other files give a meaning to: those of Ansible's plays and roles, Home Assistant's secrets and includes."""
    known = {one.name for one in found if isinstance(one, Named)}
    files = tuple(_files(root))
    for message in found:
        if not isinstance(message, Outgoing):
            continue
        for _, part in message.parts:
            nodes = [*walk(part)]
            functions = {id(node.function) for node in nodes if isinstance(node, ir.Call)}
            for node in nodes:
                if not isinstance(node, ir.Name) or node.id in known or id(node) in functions:
                    continue
                known.add(node.id)
                tag, _, name = node.id.partition(" ")
                if tag == "!secret":
                    yield Named(node.id, elsewhere(node.at, name, "secrets.yaml"))
                elif tag == "!include":
                    yield Named(node.id, elsewhere(node.at, "", name))
                elif message.sender == "the Ansible mail task" and node.id.isidentifier() and node.id != "item":
                    yield Named(node.id, elsewhere(node.at, node.id, *files, *BESIDE))


def _files(root: Data) -> Iterator[str]:
    """The files of `vars_files:` and `include_vars:`."""
    for table in below(root, ("**",)):
        for entry in table.entries if isinstance(table, Table) else ():
            if entry.key in ("vars_files", "include_vars", "ansible.builtin.include_vars"):
                value = entry.value
                if isinstance(value, Table):
                    value = value.get("file") or value
                for one in value.items if isinstance(value, Items) else (value,):
                    if isinstance(one, Scalar) and isinstance(one.value, str):
                        yield one.value
                        yield f"vars/{one.value}"
