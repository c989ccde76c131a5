"""What may be visible, and how much it weighs: thresholds, test code and personas, asked by rules and by `settle`."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from cclint.analysis.facts import Audience, Field, Medium, Send
from cclint.analysis.values.count import Count
from cclint.config import TEST_PATHS, Config, Persona
from cclint.config.declared import KnownAudience, Visibility
from cclint.config.patterns import patterns_of
from cclint.finding import Level

NOTHING_DECLARED: Final = Visibility()

VISIBLE: Final = ("To", "Cc")
"""The roles that every reader of a message sees (RFC 5322, section 3.6.3)."""

REPAIRS: Final = (
    "Send each recipient a message of their own: make a fresh message inside the loop.",
    "Or hand the list to a mailing-list or bulk service, or to an API that makes one message for each recipient.",
    (
        "Only then: address the message to yourself, put the recipients in Bcc and send it with send_message(), which "
        "strips that header. Regulators do not consider Bcc enough for sensitive groups."
    ),
)
"""How to keep recipients apart, in the order that the ICO prefers ("Email and security", 30 August 2023)."""


class Cause(enum.Enum):
    """Why many addresses stand in one header; an exposure has exactly one cause, so one place yields one finding."""

    REUSED = "the field is added, round after round, to a message that is older than the loop"
    GROWING = "the value comes from a collection that grows in the loop"
    FIXED = "every address stands in the sources"
    MANY = "anything else"


@dataclass(frozen=True, slots=True)
class Exposure:
    """A role of a message that shows more addresses than the policy allows.

    Parameters
    ----------
    audience: everybody that the role shows.
    cause: why there are many.
    field: the header field to blame.
    """

    audience: Audience
    cause: Cause
    field: Field

    @property
    def role(self) -> str:
        return self.audience.role

    @property
    def size(self) -> str:
        """How many, to be read in a sentence: `3 addresses`, `an unbounded number of addresses`."""
        return addresses(self.audience.count)


@dataclass(frozen=True, slots=True)
class Policy:
    """The project's word on visibility.

    Parameters
    ----------
    max_visible: how many addresses of one message may see each other.
    persona: for whom to judge.
    test_paths: which files are test code, as patterns of .gitignore files.
    declared: what the project says of its people; `audiences` applies it.
    """

    max_visible: int = 1
    persona: Persona = Persona.DEVELOPER
    test_paths: tuple[str, ...] = TEST_PATHS
    declared: Visibility = NOTHING_DECLARED

    @classmethod
    def of(cls, config: Config) -> Policy:
        """The policy that a project configures."""
        return cls(config.policy.max_visible, config.persona, config.test_paths, config.policy)

    @property
    def known_audiences(self) -> tuple[KnownAudience, ...]:
        return self.declared.known_audiences

    def exposures(self, send: Send, cause: Cause) -> Iterator[Exposure]:
        """The roles of a message of a program that show too many addresses to their readers, for one cause.

        Parameters
        ----------
        send: the message.
        cause: the only cause of interest.
        """
        if send.medium is Medium.PROGRAM:
            yield from (seen for seen in self.shown(send) if seen.cause is cause)

    def shown(self, send: Send) -> Iterator[Exposure]:
        """The roles of a message that show too many addresses to their readers, whatever the cause.

        Parameters
        ----------
        send: the message.
        """
        for role in VISIBLE:
            audience = send.audience(role)
            if audience.count.most > min(self.max_visible, *self._limits()):
                exposure = _exposure(audience)
                if audience.count.most > self.limit(exposure.field.place.path):
                    yield exposure
                for field in _besides(audience, exposure.field):  # another branch writes the header, or writes it again
                    if field.count.most > self.limit(field.place.path):
                        yield _exposure(Audience(role, field.count, (field,), field.addresses))

    def answers(self, send: Send) -> Audience | None:
        """Whom Reply-To shows, where that are too many and not all of them stand in the sources: whom to answer to is written
        down on purpose.
        """
        audience = send.audience("Reply-To")
        return audience if audience.count.most > self.max_visible and not audience.fixed else None

    def limit(self, path: str) -> int:
        """How many addresses may see each other in a file's messages; the last override that says so decides."""
        limit = self.max_visible
        for override in self.declared.overrides:
            if override.max_visible is not None and _matcher(override.paths)(path):
                limit = override.max_visible
        return limit

    def exempt(self, address: str) -> str:
        """Why an address does not count: "colleagues", "functions", "known audiences"; "" if it does."""
        local, _, domain = address.lower().rpartition("@")
        if any(role in (f"{local}@{domain}", f"{local}@") for role in self.declared.role_addresses):
            return "functions"
        if any(domain == one or domain.endswith(f".{one}") for one in self.declared.internal_domains):
            return "colleagues"
        known = (word for audience in self.known_audiences for word in audience.matches if word.startswith("@"))
        if any(domain == one[1:].lower() or domain.endswith(f".{one[1:].lower()}") for one in known):
            return "known audiences"
        return ""

    def weighed(self, path: str, rule: str, level: Level) -> tuple[Level, str]:
        """What a finding weighs after all, and why, where an override says so: that overrules personas and test code.

        Parameters
        ----------
        path: the file that it is placed in.
        rule: its rule.
        level: what it weighs without overrides.
        """
        why = ""
        for override in self.declared.overrides:
            fits = not override.rules or rule in override.rules
            if override.level is not None and fits and _matcher(override.paths)(path):
                level = override.level
                reason = f": {override.reason}" if override.reason else ""
                why = f"the policy weighs this as {level} in {', '.join(override.paths)}{reason}"
        return level, why

    def _limits(self) -> Iterator[int]:
        yield self.max_visible
        for override in self.declared.overrides:
            if override.max_visible is not None:
                yield override.max_visible

    def level(self, path: str, level: Level) -> Level:
        """What a finding weighs in the end.

        Parameters
        ----------
        path: the file that it is placed in, relative to the root.
        level: what its rule says. A rule whose own level is a note objects to what is most often meant to be visible:
            an auditor wants to see that as a warning.
        """
        if self.is_test(path):
            return Level.NOTE
        return max(level, Level.WARNING) if self.persona is Persona.AUDITOR else level

    def is_test(self, path: str) -> bool:
        """Whether a file is test code, whose recipients are invented."""
        return _matcher(self.test_paths)(path)


def addresses(count: Count) -> str:
    """A count, to be read in a sentence: `1 address`, `up to 3 addresses`, `an unbounded number of addresses`."""
    if count.unbounded:
        return "an unbounded number of addresses"
    return f"{count.words} address" if count.most == 1 else f"{count.words} addresses"


def _exposure(audience: Audience) -> Exposure:
    for cause, fields in (
        (Cause.REUSED, [field for field in audience.fields if field.piles_up]),
        (Cause.GROWING, [field for field in audience.fields if field.grows]),
    ):
        if fields:
            return Exposure(audience, cause, Audience(audience.role, audience.count, tuple(fields), ()).widest)
    return Exposure(audience, Cause.FIXED if audience.fixed else Cause.MANY, audience.widest)


def _besides(audience: Audience, blamed: Field) -> Iterator[Field]:
    """The fields of a role that stand elsewhere than the one to blame, each of which is to be judged for itself."""
    places = {blamed.place}
    for field in audience.fields:
        if field.place not in places and not field.piles_up and not field.grows:
            places.add(field.place)
            yield field


@functools.cache
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    return patterns_of(patterns).match_file
