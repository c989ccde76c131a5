"""One message for each recipient: a loop around the call that sends, in which the message gets its one recipient.

The message is built once and the connection is used for all; what differs between the copies is the header field. This is what
regulators prefer, and what the recipients of a mailing expect.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cclint.finding import Edit
from cclint.fixes.code import LOOPS, Code, is_store
from cclint.fixes.each import joined, kept
from cclint.fixes.headers import (
    SERIALISERS,
    Written,
    bare,
    changes,
    elements,
    handed,
    is_same,
    is_same_name,
    is_simple,
    reads,
    written,
)
from cclint.fixes.problem import Change, Problem

REASON: Final = (
    "each recipient gets a copy that names nobody else; there are more messages, and an address that the server refuses "
    "raises when its turn comes"
)
SHOWING: Final = frozenset({"print", "len", "debug", "info", "warning", "error", "exception", "critical", "log"})
"""Functions, and methods of loggers, that show a message to nobody but those who run the program."""


@dataclass(frozen=True, slots=True)
class Site:
    """A header field and the call that sends the message, in one function.

    Parameters
    ----------
    code: the file.
    scope: the function.
    header: where the field is written.
    call: what sends.
    statement: the statement that is the call, and nothing else.
    api: what is called.
    text: where the message becomes the text that is sent, if that is a statement of its own.
    """

    code: Code
    scope: ast.AST
    header: Written
    call: ast.Call
    statement: ast.stmt
    api: str
    text: ast.Assign | None = None

    @property
    def message(self) -> str:
        return ast.unparse(self.header.message)


def individually(problem: Problem) -> Iterator[Change]:
    """Send each recipient a message of their own.

    Parameters
    ----------
    problem: a header field of a message object that shows many, sent in the same function.
    """
    site = _site(problem)
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
    edits: list[Edit] = []
    recipient = site.code.fresh("recipient", "addressee", "recipient_address")
    if envelope is not None:
        if not is_same(bare(envelope), bare(people)):
            return
        edits.append(site.code.replace(envelope, f"[{recipient}]"))
    if site.text is not None:  # each copy becomes a text of its own
        argument = problem.argument(site.call, site.api, "Mail", "Raw", "Union")
        assert argument is not None
        edits += [site.code.remove(site.text), site.code.replace(argument, site.code.source(site.text.value))]
    source = site.code.source(people)
    line = site.statement.lineno
    if is_simple(people) and not changes(site.code, site.scope, people, site.header.statement.lineno, line):
        edits.append(site.code.remove(site.header.statement))
    else:
        name = site.code.fresh("recipients", "addressees", "recipient_list")
        source = f"({source})" if isinstance(people, ast.GeneratorExp) and not source.startswith("(") else source
        edits.append(site.code.replace(site.header.statement, f"{name} = {kept(people, source)}"))
        source = name
    edits += site.code.wrap(site.statement, f"for {recipient} in {source}:", _anew(site, recipient))
    yield Change(
        f"Send each recipient a message of their own: loop over `{source}` where the message is sent",
        tuple(edits), REASON, splits=True,
    )  # fmt: skip


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


def _site(problem: Problem) -> Site | None:
    found = problem.call()
    if found is None:
        return None
    code, call = found
    if code.path != problem.finding.place.path:
        return None
    header = written(code, problem.finding.place, problem.finding.role)
    statement = code.statement(call)
    if (
        header is None
        or not header.sole
        or not isinstance(header.message, ast.Name)
        or not isinstance(statement, ast.Expr)
    ):
        return None
    value = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
    scope = code.scope(call)
    if value is not call or not code.alone(statement) or not code.alone(header.statement):
        return None
    if code.scope(header.statement) is not scope or header.statement.lineno >= statement.lineno:
        return None
    if not code.reaches(header.statement, statement):
        return None
    given = problem.argument(call, problem.sends[0].api, "Mail", "Raw", "Union")
    text = _text(code, scope, given, header.statement, statement)
    if not _is_handed(text.value if text is not None else given, header.message):
        return None
    if not _is_same_message(code, scope, header, call) or _is_handed_on(code, scope, header, statement, text):
        return None
    return Site(code, scope, header, call, statement, problem.sends[0].api, text)


def _text(code: Code, scope: ast.AST, given: ast.expr | None, header: ast.stmt, send: ast.stmt) -> ast.Assign | None:
    """The statement between the header and the call that makes what is sent, where it is for nothing else."""
    if not isinstance(given, ast.Name):
        return None
    uses = [node for node in code.within(scope) if isinstance(node, ast.Name) and node.id == given.id]
    made = [code.parent(node) for node in uses if is_store(node, given.id)]
    if (
        len(uses) != 2
        or len(made) != 1
        or not isinstance(made[0], ast.Assign)
        or not isinstance(made[0].value, ast.Call)
    ):
        return None
    statement = made[0]
    reached = header.lineno < statement.lineno < send.lineno and code.reaches(statement, send)
    return statement if reached and len(statement.targets) == 1 and code.alone(statement) else None


def _is_handed(given: ast.expr | None, message: ast.expr) -> bool:
    """Whether a value is the message itself, or its text as it is at that moment."""
    found = handed(given)
    return found is not None and is_same_name(found, message)


def _is_same_message(code: Code, scope: ast.AST, header: Written, call: ast.Call) -> bool:
    """Whether the name means the same message from the header to the call, and nobody asks for the header in between."""
    assert isinstance(header.message, ast.Name)
    name, first, last = header.message.id, header.statement.lineno, call.lineno
    if any(is_store(node, name) and first <= getattr(node, "lineno", 0) <= last for node in code.within(scope)):
        return False
    allowed = {id(node) for node in ast.walk(header.statement)} | {id(node) for node in ast.walk(call)}
    return all(id(node) in allowed for node in reads(code, scope, header.message, str(header.name.value)))


def _is_handed_on(code: Code, scope: ast.AST, header: Written, send: ast.stmt, text: ast.stmt | None) -> bool:
    """Whether something else is given the message between the header and the call: it may be signed, kept or shown as it is.

    To show it is harmless.
    """
    first, last = header.statement.lineno, send.lineno
    own = {id(node) for node in ast.walk(text)} if text is not None else set()
    for node in code.within(scope):
        if not isinstance(node, ast.Call) or id(node) in own or not first < node.lineno < last:
            continue
        given = [*node.args, *(one.value for one in node.keywords)]
        serialised = isinstance(node.func, ast.Attribute) and node.func.attr in SERIALISERS
        if serialised and isinstance(node.func, ast.Attribute):
            given = [node.func.value]
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        shown = called in SHOWING
        if not shown and any(is_same_name(one, header.message) for one in given):
            return True
    return False


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
