"""By which words a file is told that can take part in sending mail: what the stubs say of it, put together.

The sift needs these words and nothing else of the stubs, so they can be had without them (`shelf.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cclint.ir.names import ADDRESSING, SHOWN

if TYPE_CHECKING:
    from cclint.models.library import Models

IMPORTED: Final = "import "
"""What stands before a word that counts in import statements only: names of modules are words of other texts too."""
TOGETHER: Final = " & "
"""What stands between words that count where a file holds all of them: the name of a framework is in all of its files."""
REVEAL: Final = "reveal"
"""What test suites ask with: `reveal(people)` shows the count of its argument."""
HEADERS: Final = tuple(
    form.format(name)
    for name in SHOWN
    for form in (
        "['{}']", '["{}"]', "add_header('{}'", 'add_header("{}"', "replace_header('{}'", 'replace_header("{}"',
    )
)  # fmt: skip
"""How programs write that they put recipients into a header field, of a message that may have been made elsewhere."""
TELLING: Final = re.compile(r"mail|smtp|mime|lmtp|^send_message$", re.IGNORECASE)
"""Names that hold one of these say by themselves that mail is sent."""
COMMON: Final = frozenset({"email", "mail", "Mail", "Email"})
"""Names that hold a telling word and mean other things far more often; what has them mentions others as well."""

COMMON_METHODS: Final = frozenset({"send_message"})
"""Names that chats and devices have as well. What sends mail by them is given a message, which another word tells of."""


class Library(NamedTuple):
    """How files and functions that send with one library are told.

    Parameters
    ----------
    words: a file that takes part holds one of them.
    names: what its functions mention, wherever that comes from.
    offered: what they mention, and have from an import.
    methods: what they call on something.
    here: whether the words stand in the file of those functions, not in one that it imports.
    """

    words: tuple[str, ...]
    names: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    here: bool = False


class Needles(NamedTuple):
    """The words of all stubs.

    Parameters
    ----------
    names: what a function mentions that sends mail, whatever library it takes for it.
    groups: for each library the words that a file is found by, and the names of what sends with it.
    """

    names: tuple[str, ...]
    groups: tuple[Library, ...]


def needles_of(models: Models) -> Needles:
    """The words of some stubs, in an order that depends on nothing but them."""
    everywhere = {name for group in models.groups for name in group.every if TELLING.search(name)}
    looking = {name for name, known in models.lookalikes.items() if any(one.sends for one in known)}
    groups = [
        Library(
            tuple(sorted(group.words)),
            tuple(sorted(group.names)),
            tuple(sorted(group.offered)),
            tuple(sorted(group.methods)),
            group.here,
        )
        for group in models.groups
        if group.words
    ]
    return Needles(
        tuple(sorted({*everywhere, *filter(TELLING.search, looking)} - COMMON)),
        (*groups, Library((f"{REVEAL}(",), (REVEAL,)), Library(HEADERS, (ADDRESSING,))),
    )
