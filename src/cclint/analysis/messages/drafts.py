"""Drafts: messages as far as the form that a library asks for has been read."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.pending import PendingField
from cclint.analysis.values.value import Value

WAYS: Final = 16
"""The most ways in which one message can turn out that are kept apart."""


class Draft:
    """A message, or several, as far as its form has been read.

    Attributes
    ----------
    fields: who is addressed.
    wholes: message objects and texts that are handed over, and whether they go out as they are.
    batch: messages of their own that the form holds.
    replaced: roles whose header is given in words.
    splits: each address of To is sent a message of its own, unless `shows` says that all see each other.
    envelope: what the server is told in place of the headers.
    base, url, url_query, payload: what is posted, and where to.
    """

    __slots__ = (
        "base",
        "batch",
        "envelope",
        "fields",
        "payload",
        "replaced",
        "shows",
        "splits",
        "url",
        "url_query",
        "wholes",
    )

    def __init__(self) -> None:
        self.fields: list[PendingField] = []
        self.wholes: list[tuple[Value, bool]] = []
        self.batch: list[Draft] = []
        self.replaced: set[str] = set()
        self.splits = False
        self.shows = False
        self.envelope: Value | None = None
        self.base: Value | None = None
        self.url: Value | None = None
        self.payload: Value | None = None
        self.url_query: Value | None = None

    def fork(self) -> Draft:
        """A draft that goes on from here on its own."""
        made = Draft()
        made.fields, made.wholes, made.batch = [*self.fields], [*self.wholes], [*self.batch]
        made.replaced = {*self.replaced}
        made.splits, made.shows = self.splits, self.shows
        made.base = self.base
        made.envelope, made.url, made.payload, made.url_query = self.envelope, self.url, self.payload, self.url_query
        return made

    def under(self, whole: Draft) -> Draft:
        """One message of a batch: what says that a whole batch is sent to each by itself says it of this one."""
        if not whole.splits or self.splits:
            return self
        made = self.fork()
        made.splits = True
        return made

    @property
    def final(self) -> tuple[PendingField, ...]:
        """The fields, now that the whole form has been read."""
        made = []
        for field in self.fields:
            if field.role in self.replaced and not field.travels:
                continue
            each = (field.each or (self.splits and field.role == "To")) and not self.shows
            made.append(field.altered(each=each))
        return tuple(made)


Ways = list[Draft]
