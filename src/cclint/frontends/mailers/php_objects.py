"""PHP's objects that are messages: PHPMailer, Symfony's Email, Swift_Message, Laravel, Yii, CodeIgniter.

What `addAddress`, `to`, `cc` and their like are given is shown to everybody who gets the message; Bcc is not. Several
arguments, a list, or one call for each in a loop come to the same, unless the object is made or emptied in that loop:
https://github.com/PHPMailer/PHPMailer/blob/master/examples/mailing_list.phps, https://symfony.com/doc/current/mailer.html,
https://laravel.com/docs/mail#sending-mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from cclint.frontends.mailers.offsets import Places
from cclint.frontends.mailers.php_text import Block, arguments, blocks, close, gathered, masked, root
from cclint.frontends.outgoing import Outgoing, everybody
from cclint.ir import nodes as ir
from cclint.ir.nodes import Span

LIBRARIES: Final = re.compile(
    r"PHPMailer|Symfony\\Component\\M(?:ime|ailer)\b|Symfony\\Bridge\\Twig\\Mime|Swift_(?:Message|Mailer)|Illuminate\\[\w\\]*Mail"
    r"|\bMail::|Laminas\\Mail|Zend\\Mail|Zend_Mail|mailer->compose\(|Services::email\(|->load->library\(['\"]email['\"]"
)
"""What a file has in it that makes messages of such objects."""
ADDING: Final = {"addaddress": "To", "addto": "To", "addcc": "Cc", "addbcc": "Bcc", "addrecipient": "To"}
SETTING: Final = {"to": "To", "cc": "Cc", "bcc": "Bcc", "setto": "To", "setcc": "Cc", "setbcc": "Bcc"}
EMPTYING: Final = {
    "clearaddresses": ("To",), "clearccs": ("Cc",), "clearbccs": ("Bcc",), "clearallrecipients": ("To", "Cc", "Bcc"),
    "clear": ("To", "Cc", "Bcc"),
}  # fmt: skip
ADDRESSED: Final = frozenset({*ADDING, "setto", "setcc", "setbcc"})
"""Methods whose second argument is a name."""
SENDING: Final = frozenset({"send", "queue", "later", "sendnow"})
MADE: Final = re.compile(
    r"(?P<target>\$\w+(?:->\w+)?)\s*=\s*\(?\s*(?:new\s+\\?(?:\w+\\)*(?:PHPMailer|\w*Email|Swift_Message|Message|Zend_Mail|Mail)\b"
    r"|[^;]{0,100}?(?:mailer->compose\(|Services::email\())"
)
METHOD: Final = re.compile(r"(?:->|\bMail::)\s*(?P<name>\w+)\s*(?=\()")
SENT: Final = re.compile(r"->\s*(?:send|queue)\s*\(\s*(?P<target>\$\w+)\s*[,)]")
SENDS: Final = re.compile(r"(?:->|::)\s*(?:send|queue|later|sendNow|postSend)\s*\(", re.IGNORECASE)
"""Something is sent in the file: addresses alone are given to address books and calendars as well."""
MAILS: Final = re.compile(r"mail|message|msg|^\$m$|^@", re.IGNORECASE)
"""What things are called that have a method `to` because they are messages; of `@` begins what has no name."""
LOOPS: Final = frozenset({"foreach", "for", "while", "do"})
STEPS: Final = 1_000
"""Calls of one file that are looked at."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a program does to a message: `what` is the name of a method, or `new`."""

    offset: int
    target: str
    what: str
    given: tuple[str, ...] = ()
    end: int = 0


@dataclass(slots=True)
class Message:
    """An object, as far as it is built: who has been named, each with the branches that the call stands in."""

    given: list[tuple[str, ir.Expression, tuple[tuple[int, int], ...]]] = field(default_factory=list)
    fresh: bool = True

    def parts(self) -> list[tuple[str, ir.Expression]]:
        """Its roles; of branches that exclude each other the one that names the most."""
        sizes: dict[tuple[int, int], int] = {}
        for _, _, branches in self.given:
            for branch in branches:
                sizes[branch] = sizes.get(branch, 0) + 1
        best: dict[int, tuple[int, int]] = {}
        for (chain, number), size in sizes.items():
            best[chain] = max(best.get(chain, (0, 0)), (size, -number))
        roles: dict[str, list[ir.Expression]] = {}
        for role, value, branches in self.given:
            if all(best[chain][1] == -number for chain, number in branches):
                roles.setdefault(role, []).append(value)
        return [
            (role, values[0] if len(values) == 1 else ir.Display(values[0].at, "list", tuple(values)))
            for role, values in roles.items()
        ]


def objects(
    content: str, places: Places, expression: Callable[[str, Span], ir.Expression]
) -> Iterator[tuple[int, Outgoing]]:
    """The messages that objects are made into, each with its offset.

    Parameters
    ----------
    content, places: the file.
    expression: reads a value of PHP's.
    """
    if LIBRARIES.search(content) is None or SENDS.search(content) is None:
        return
    plain = masked(content)
    braces = blocks(plain)
    together: dict[tuple[int, str], list[Event]] = {}
    for event in _events(content, plain):
        scope = next(
            (one.start for one in reversed(_around(braces, event.offset)) if one.word in ("function", "fn")), 0
        )
        together.setdefault((scope, event.target), []).append(event)
    for events in together.values():
        yield from _built(events, plain, braces, places, expression)


def _events(content: str, plain: str) -> Iterator[Event]:
    """What is done to messages, in the order of the file."""
    found = [Event(match.start(), match["target"], "new") for match in MADE.finditer(plain)]
    found += (Event(match.start(), match["target"], "send") for match in SENT.finditer(plain))
    for match in islice(METHOD.finditer(plain), STEPS):
        name = match["name"].lower()
        if name not in ADDING and name not in SETTING and name not in EMPTYING and name not in SENDING:
            continue
        target = root(plain, match.start())
        end = close(plain, match.end())
        given = tuple(arguments(content, plain, match.end() + 1, end))
        if name in ("to", "cc", "bcc") and not (given and MAILS.search(target)):
            continue
        found.append(Event(match.start(), target, name, given, end))
    return iter(sorted(found, key=lambda event: event.offset))


def _around(braces: list[Block], offset: int) -> list[Block]:
    """The braces around an offset, the outermost first."""
    return [one for one in braces if one.start < offset < one.end]


def _built(
    events: list[Event],
    plain: str,
    braces: list[Block],
    places: Places,
    expression: Callable[[str, Span], ir.Expression],
) -> Iterator[tuple[int, Outgoing]]:
    """What becomes of one object in one function."""
    message = Message()
    for event in events:
        if event.what == "new" or event.what in SENDING or event.what == "clear":
            yield from _whole(message, event.offset)
        if event.what == "new":
            message = Message()
        elif event.what in EMPTYING:
            message.given = [one for one in message.given if one[0] not in EMPTYING[event.what]]
        elif event.what not in SENDING:
            _named(message, event, events, plain, braces, places, expression)
    yield from _whole(message, events[-1].offset)


def _whole(message: Message, offset: int) -> Iterator[tuple[int, Outgoing]]:
    """The message as it is now, unless that has been told."""
    if not message.fresh and (parts := message.parts()):
        yield offset, Outgoing(parts[0][1].at, "the PHP mailer", parts)
    message.fresh = True


def _named(
    message: Message,
    event: Event,
    events: list[Event],
    plain: str,
    braces: list[Block],
    places: Places,
    expression: Callable[[str, Span], ir.Expression],
) -> None:
    """A call that names recipients."""
    role = ADDING.get(event.what) or SETTING[event.what]
    at = places.at(plain.index("(", event.offset) + 1, event.end)
    given = event.given[:1] if event.what in ADDRESSED else event.given
    values = [_value(one, at, expression) for one in given]
    if not values:
        return
    value = values[0] if len(values) == 1 else ir.Display(at, "list", tuple(values))
    around = _around(braces, event.offset)
    inner = next((one for one in reversed(around) if one.word in LOOPS | {"function", "fn"}), None)
    start = max(plain.rfind(sign, 0, event.offset) for sign in ";{}")
    if event.what in ADDING:
        if re.search(r"\b(?:foreach|while)\s*\(", plain[start + 1 : event.offset]) is not None:
            value = everybody(at, given[0])  # a loop without braces
        elif (
            inner is not None
            and inner.word in LOOPS
            and not any(
                inner.start < one.offset < inner.end and (one.what == "new" or role in EMPTYING.get(one.what, ()))
                for one in events
            )
        ):
            value = everybody(at, given[0])
    else:
        message.given = [one for one in message.given if one[0] != role]
    message.given.append((role, value, tuple((one.chain, one.branch) for one in around if one.chain)))
    message.fresh = False


def _value(source: str, at: Span, expression: Callable[[str, Span], ir.Expression]) -> ir.Expression:
    """An argument; `new Address('ann@example.org', 'Ann')` is its address."""
    address = re.match(r"\(?\s*new\s+\\?(?:\w+\\)*(?:Named)?Address\(\s*([^,()]+)", source)
    if address is not None:
        return expression(address[1], at)
    return everybody(at, source) if gathered(source) else expression(source, at)
