"""Hooks of version control that mail what was pushed: git-multimail, post-receive-email, Mercurial's notify and patchbomb.

git-multimail writes all of a list into To, and the option may be repeated; post-receive-email as well. Mercurial's notify joins
everybody who has subscribed to a repository into one To (hgext/notify.py); as long as `notify.test` is true it sends nothing,
but that is set elsewhere as a rule, and so it is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.outgoing import Outgoing
from cclint.frontends.outgoing import recipients_text as text
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

SECTION: Final = re.compile(r"^[ \t]*\[[ \t]*(?P<name>[\w.-]+)(?:[ \t]+\"[^\"\n]*\")?[ \t]*\]", re.MULTILINE)
OPTION: Final = re.compile(
    r"^[ \t]*(?P<key>[^\s=#;\[][^=\n]*?)[ \t]*=[ \t]*(?P<value>(?:[^\n\\]|\\\n?)*)", re.MULTILINE
)
GIT: Final = {
    "multimailhook": ("mailinglist", "refchangelist", "announcelist", "commitlist"),
    "hooks": ("mailinglist", "announcelist"),
}
"""The options that are lists, by their section and in lower case."""
MERCURIAL: Final = {"patchbomb": "Mercurial's patchbomb", "email": "Mercurial's patchbomb"}
COMMAND: Final = re.compile(
    r"(?:\bgit[ \t]+(?:-\S+[ \t]+|-C[ \t]+\S+[ \t]+)*config\b(?:[ \t]+-\S+)*|^[ \t]*config)[ \t]+"
    r"(?:multimailhook\.(?:mailinglist|refchangelist|announcelist|commitlist)|hooks\.(?:mailinglist|announcelist))"
    r"[ \t]*[= \t][ \t]*"
    r"(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'][^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""`git config multimailhook.mailingList "a, b"`, and Gitolite's `config multimailhook.mailinglist = a, b`."""
MARKS: Final = re.compile(r"multimailhook|mailinglist|\[(?:reposubs|usersubs|patchbomb)\]", re.IGNORECASE)


def repositories(content: str, places: Places) -> Iterator[Outgoing]:
    """What the settings of a repository have mailed."""
    if MARKS.search(content) is None:
        return
    for match in COMMAND.finditer(content):
        value = match["value"].strip("\"'")
        yield _one("git-multimail", "To", value, places.at(*match.span("value")))
    starts = [*SECTION.finditer(content)]
    mercurial = re.search(r"\[(?:reposubs|usersubs|patchbomb)\]", content) is not None
    people: dict[str, list[tuple[str, Span]]] = {}
    for index, section in enumerate(starts):
        name = section["name"].lower()
        end = starts[index + 1].start() if index + 1 < len(starts) else len(content)
        lists: dict[str, list[tuple[str, Span]]] = {}
        for option in OPTION.finditer(content, section.end(), end):
            key, value = option["key"].lower(), re.sub(r"\\\n|\s[#;].*", " ", option["value"]).strip().strip('"')
            at = places.at(*option.span("value"))
            if key in GIT.get(name, ()):
                lists.setdefault(key, []).append((value, at))
            elif name == "reposubs":
                people.setdefault(option["key"], []).append((value, at))
            elif name == "usersubs":
                for pattern in value.split(","):
                    people.setdefault(pattern.strip(), []).append((option["key"], places.at(*option.span("key"))))
            elif name in MERCURIAL and mercurial and key in ("to", "cc"):
                yield _one(MERCURIAL[name], key.capitalize(), value, at)
        for values in lists.values():
            yield _several("git-multimail", values)
    for values in people.values():
        yield _several("Mercurial's notify", values)


def _several(sender: str, values: list[tuple[str, Span]]) -> Outgoing:
    """One message to all that an option names, however often it is repeated."""
    items = tuple(text(value, at) for value, at in values)
    value = items[0] if len(items) == 1 else ir.Display(items[-1].at, "list", items)
    return Outgoing(values[-1][1], sender, (("To", value),), colleagues=True)


def _one(sender: str, role: str, value: str, at: Span) -> Outgoing:
    return Outgoing(at, sender, ((role, text(value, at)),), colleagues=True)
