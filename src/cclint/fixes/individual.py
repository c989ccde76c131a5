"""One message for each recipient: a loop around the call that sends, in which the message gets its one recipient.

The message is built once and the connection is used for all; what differs between the copies is the header field. This is what
regulators prefer, and what the recipients of a mailing expect.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from cclint.finding import Edit
from cclint.fixes.code import LOOPS, is_store
from cclint.fixes.each import joined, kept
from cclint.fixes.headers import (
    bare,
    changes,
    elements,
    is_same,
    is_simple,
)
from cclint.fixes.problem import Change, Problem
from cclint.fixes.sites import Site, site_of

REASON: Final = (
    "each recipient gets a copy that names nobody else; there are more messages, and an address that the server refuses "
    "raises when its turn comes"
)


def individually(problem: Problem) -> Iterator[Change]:
    """Send each recipient a message of their own.

    Parameters
    ----------
    problem: a header field of a message object that shows many, sent in the same function.
    """
    site = site_of(problem)
    if site is None:
        return
    envelope = problem.argument(site.call, site.api, "Envelope")
    if envelope is None and any(send.envelope is not None for send in problem.sends):
        return
    if site.text is None and (change := _in_loop(site, envelope)) is not None:
        yield change
        return
    if site.code.is_tried_again(site.statement) or _is_in_another_loop(site):
        return  # who has got their copy would get it again
    ours = all(problem.is_ours(one) for send in problem.sends for one in send.fields if one.role != "Reply-To")
    if not ours:
        return  # a copy for each would reach the other roles' recipients each time
    value = site.header.value
    people = _people(site, value, listed=all(one.listed for one in problem.fields)) if value is not None else None
    if people is None:
        return
    code, edits = site.code, list[Edit]()
    recipient = code.fresh(site.call, "recipient", "addressee", "recipient_address")
    if envelope is not None:
        if not is_alike(bare(envelope), bare(people)):
            return
        edits.append(code.replace(envelope, f"[{recipient}]"))
    if site.text is not None:  # each copy becomes a text of its own
        argument = problem.argument(site.call, site.api, "Mail", "Raw", "Union")
        assert argument is not None
        edits += [code.remove(site.text), code.replace(argument, code.source(site.text.value))]
    source, comment = code.source(people), code.comment(site.header.statement)
    if is_simple(people) and not changes(code, site.scope, people, site.header.statement.lineno, site.statement.lineno):
        edits.append(code.remove(site.header.statement, comment=not comment))
        edits += _forgotten(site, value)
    else:
        name = code.fresh(site.call, "recipients", "addressees", "recipient_list")
        edits.append(code.replace(site.header.statement, f"{name} = {kept(people, source)}"))
        source, comment = name, ""
    if site.shown:
        text = _text_of(value, source)
        edits += [code.replace(node, text) for node in site.shown]
    head = f"for {recipient} in {source}:" + (f"  {comment}" if comment else "")
    connected = _connected(site)
    edits += [*connected[:1], *code.wrap(site.statement, head, _anew(site, recipient), last=site.last), *connected[1:]]
    yield Change(
        f"Send each recipient a message of their own: loop over `{source}` where the message is sent",
        tuple(edits), REASON, splits=True,
    )  # fmt: skip


def _forgotten(site: Site, value: ast.expr | None) -> list[Edit]:
    """A text that was joined for the header alone goes with it."""
    if not isinstance(value, ast.Name):
        return []
    code = site.code
    uses = [node for node in ast.walk(code.tree or site.scope) if isinstance(node, ast.Name) and node.id == value.id]
    made = [code.statement(node) for node in uses if is_store(node, value.id)]
    if len(uses) != 2 or len(made) != 1 or not isinstance(made[0], ast.Assign) or not code.alone(made[0]):
        return []
    return [code.remove(made[0])] if isinstance(made[0].value, ast.Call) and len(code.block(made[0])) > 1 else []


def _text_of(value: ast.expr | None, people: str) -> str:
    """What the header has held, as a text."""
    if elements(value, listed=False) is None if value is not None else True:
        return f'", ".join(map(str, {people}))'
    separator = '", "'
    if (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and isinstance(value.func.value, ast.Constant)
    ):
        separator = ast.unparse(value.func.value).replace("'", '"')
    return f"{separator}.join({people})"


def _connected(site: Site) -> list[Edit]:
    """One connection for all, where the statement that sends makes its own."""
    code, function = site.code, site.call.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Call):
        return []
    name = code.fresh(site.call, "smtp", "server", "connection")
    line = f"{name} = {code.source(function.value)}"
    if "\n" in line:
        return []
    return [code.before(site.statement, [line]), code.replace(function.value, name)]


def _is_in_another_loop(site: Site) -> bool:
    """Whether the call stands in a loop that does not hold the header: it sends the same message several times."""
    return any(
        isinstance(parent, LOOPS) and not any(node is site.header.statement for node in ast.walk(parent))
        for parent in site.code.parents(site.statement)
        if parent is not site.scope
    )


def _anew(site: Site, recipient: str) -> tuple[str, str]:
    """The statements that give a message its one recipient."""
    name = site.code.source(site.header.name)
    return f"del {site.message}[{name}]", f"{site.message}[{name}] = {recipient}"


def is_alike(one: ast.expr, other: ast.expr) -> bool:
    """Whether two collections are written so that they hold the same; a generator and a list of its elements do."""
    comprehensions = (ast.GeneratorExp, ast.ListComp)
    if isinstance(one, comprehensions) and isinstance(other, comprehensions):
        parts = zip(one.generators, other.generators)
        same = len(one.generators) == len(other.generators) and all(is_same(first, second) for first, second in parts)
        return same and is_same(one.elt, other.elt)
    return is_same(one, other)


def _people(site: Site, value: ast.expr, *, listed: bool) -> ast.expr | None:
    """What holds the recipients one by one; a text that was joined just for the header is looked through."""
    if isinstance(value, ast.Name) and not listed:
        return joined(site.code, value, site.statement)
    return elements(value, listed=listed)


def _in_loop(site: Site, envelope: ast.expr | None) -> Change | None:
    """The call stands in a loop over the recipients already, and only the header names them all."""
    if envelope is None:
        return None
    one = envelope.elts[0] if isinstance(envelope, (ast.List, ast.Tuple)) and len(envelope.elts) == 1 else envelope
    if not isinstance(one, ast.Name):
        return None
    for parent in site.code.parents(site.statement):
        if parent is site.scope:
            return None
        if not isinstance(parent, (ast.For, ast.AsyncFor)):
            continue
        if any(node is site.header.statement for node in ast.walk(parent)):
            return None
        if any(is_store(node, one.id) for node in ast.walk(parent.target)):
            edits = (site.code.remove(site.header.statement), site.code.before(site.statement, _anew(site, one.id)))
            return Change(f"Give each copy of the message its own recipient, `{one.id}`", edits, REASON, splits=True)
    return None
