"""Messages that are put together as text, in Python or in a template: what stands behind `To:` goes, or the line becomes a Bcc
that the program which reads it takes out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from cclint.finding import Edit, Place
from cclint.fixes.code import Code, quoted
from cclint.fixes.envelopes import is_dependent
from cclint.fixes.hiding import HIDDEN, NOBODY
from cclint.fixes.problem import Change, Problem

TEXTS: Final = (ast.JoinedStr, ast.BinOp, ast.Call)
PLACEHOLDER: Final = re.compile(r"%(?:\((\w+)\))?[-#0 +]*(?:\*|\d+)?(?:\.\d+)?[diouxXeEfFgGcrsa%]")
FIELD: Final = re.compile(r"\{(\w*)[^{}]*\}|\$\{?(\w+)\}?")
DATA: Final = frozenset(
    {".cfg", ".conf", ".csv", ".env", ".ini", ".ipynb", ".json", ".properties", ".py", ".toml", ".xml", ".yaml", ".yml"}
)


def nobody_in_text(problem: Problem) -> Iterator[Change]:
    """Name nobody behind the header's name: the envelope is given by itself.

    Parameters
    ----------
    problem: a header in a text.
    """
    code = problem.code
    if code is None or not problem.explicit or any(is_dependent(problem, send) for send in problem.sends):
        return
    title = "Name nobody in the header: the envelope names the recipients"
    if code.tree is None:
        if not is_letter(code.path):
            return
        yield Change(title, (_in_template(code, problem.finding.place),), HIDDEN)
        return
    for opened, node in _texts(problem, code):
        change = _emptied(opened, node, problem.finding.role)
        if change is not None:
            yield Change(title, (change,), HIDDEN)
    found = code.at(problem.finding.place, ast.expr)
    value = _joined(code, problem)
    if found is not None and value is not None:
        yield Change(title, (code.replace(value, quoted(NOBODY, _quotes(code, found))),), HIDDEN)


def _texts(problem: Problem, code: Code) -> Iterator[tuple[Code, ast.expr]]:
    """What may put the text together: what stands at the place of the finding first, then all else in the files that it
    tells of.
    """
    seen: set[int] = set()
    first = [one for one in (code.at(problem.finding.place, kind) for kind in TEXTS) if one is not None]
    paths = dict.fromkeys(
        (code.path, *(step.place.path for step in problem.finding.trace), *(send.place.path for send in problem.sends))
    )
    opened = [found for found in map(problem.open, paths) if found is not None and found.tree is not None]
    rest = [
        (one, node) for one in opened if one.tree is not None for node in ast.walk(one.tree) if isinstance(node, TEXTS)
    ]
    for owner, node in [*((code, one) for one in first), *rest]:
        if id(node) not in seen:
            seen.add(id(node))
            yield owner, node


def _emptied(code: Code, node: ast.expr, role: str) -> Edit | None:
    """A text without what it has behind the name of a header."""
    if isinstance(node, ast.JoinedStr):
        where = _interpolated(code, node, role)
        return Edit(where, NOBODY) if where is not None else None
    value = _value(code, node, role)
    if value is None or NOBODY in code.source(value):
        return None
    if isinstance(node, ast.BinOp) and node.right is value and isinstance(node.left, ast.Constant):
        source = code.source(node.left)
        if isinstance(node.op, ast.Add) and len(source) - 2 == len(str(node.left.value)):  # nothing is escaped
            return code.replace(node, f"{source[:-1]}{NOBODY}{source[-1]}")
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and node.right is value:
        source = code.source(node.left)
        if (
            source[:-1].endswith("%s")
            and source.count("%") == 1
            and source[:1] in "\"'"
            and source[:3] != 3 * source[0]
        ):
            return code.replace(node, f"{source[:-3]}{NOBODY}{source[-1]}")
    return code.replace(value, quoted(NOBODY, _quotes(code, node)))


def bcc_in_text(problem: Problem) -> Iterator[Change]:
    """Write the line as Bcc, for a program that sends to those in it and takes it out.

    Parameters
    ----------
    problem: a header in a text that goes to such a program, or that becomes a message object which is sent.
    """
    code, role = problem.code, problem.finding.role
    if code is None or "Bcc" in problem.roles or not (problem.piped or problem.derived):
        return
    title = "Put the recipients in Bcc, which is taken out of what is sent"
    place = problem.finding.place
    if code.tree is None:
        if not is_letter(code.path):
            return
        found = re.match(rf"(\s*){role}\s*:", code.lines[place.line - 1], re.IGNORECASE)
        if found is not None:
            start = len(found[1]) + 1
            yield Change(
                title, (Edit(Place(code.path, place.line, start, place.line, start + len(role)), "Bcc"),), HIDDEN
            )
        return
    node = code.at(place, ast.expr)
    for constant in ast.walk(node) if node is not None else ():
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
            edit = _renamed(code, constant, role)
            if edit is not None:
                # What such a program takes out is no part of the facts.
                yield Change(title, (edit,), HIDDEN, splits=problem.piped)
                return


def is_letter(path: str) -> bool:
    """Whether a file holds the text of a message, or a template of one: in data and notebooks, a text is quoted."""
    return "." + path.rpartition(".")[2].lower() not in DATA


def _renamed(code: Code, constant: ast.Constant, role: str) -> Edit | None:
    """Another name for a header at the beginning of a line in a literal."""
    start = code.place(constant)
    source = code.slice(start)
    found = re.search(rf"(?:^[A-Za-z]{{0,2}}(?:\"\"\"|'''|\"|')|\\n|\n)({role})[ \t]*:", source, re.IGNORECASE)
    if found is None:
        return None
    before = source[: found.start(1)]
    line = start.line + before.count("\n")
    column = len(before) - before.rfind("\n") if "\n" in before else start.column + len(before)
    return Edit(Place(code.path, line, column, line, column + len(role)), "Bcc")


def _in_template(code: Code, place: Place) -> Edit:
    """What a template has at a place, without the recipients."""
    found = re.match(r"\s*[\w-]+[ \t]*:[ \t]*", code.slice(place)) if place.end_line else None
    return Edit(place, (found[0] if found else "") + NOBODY)


def _ends(text: object, role: str) -> bool:
    """Whether a text ends where the value of a header begins."""
    return isinstance(text, str) and re.search(rf"(?:^|\n){role}[ \t]*:[ \t]*$", text, re.IGNORECASE) is not None


def _value(code: Code, node: ast.expr, role: str) -> ast.expr | None:
    """The expression that a text has behind the name of a header."""
    match node:
        case ast.BinOp(op=ast.Add()):
            parts = _summands(node)
            for number, part in enumerate(parts[:-1]):
                if isinstance(part, ast.Constant) and _ends(part.value, role):
                    rest = parts[number + 2 :]
                    if not rest or (isinstance(rest[0], ast.Constant) and str(rest[0].value).startswith(("\n", "\r"))):
                        return parts[number + 1]
        case ast.BinOp(op=ast.Mod(), left=ast.Constant(value=str(text)), right=right):
            return _percent(text, right, role)
        case ast.Call(func=ast.Name(id="print"), args=args):
            for number, part in enumerate(args[:-1]):
                if isinstance(part, ast.Constant) and _ends(part.value, role) and number + 2 == len(args):
                    return args[number + 1]
        case ast.Call(func=ast.Attribute(value=template, attr="format" | "substitute" | "safe_substitute")):
            for text in _constants(code, template):
                if (found := _named(text, node, role)) is not None:
                    return found
    return None


def _summands(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_summands(node.left), *_summands(node.right)]
    return [node]


def _percent(text: str, right: ast.expr, role: str) -> ast.expr | None:
    number = 0
    for found in PLACEHOLDER.finditer(text):
        if found[0] == "%%":
            continue
        if _ends(text[: found.start()], role):
            if isinstance(right, ast.Dict):
                keys = [key.value if isinstance(key, ast.Constant) else None for key in right.keys]
                return right.values[keys.index(found[1])] if found[1] in keys else None
            if isinstance(right, ast.Tuple):
                return right.elts[number] if number < len(right.elts) else None
            return right if number == 0 and isinstance(right, (ast.Call, ast.BinOp)) else None
        number += 1
    return None


def _constants(code: Code, template: ast.expr) -> Iterator[str]:
    """The literals that a template is made of; a name is looked up where it is assigned."""
    if isinstance(template, ast.Name) and code.tree is not None:
        for node in ast.walk(code.tree):
            if isinstance(node, ast.Assign) and any(ast.unparse(one) == template.id for one in node.targets):
                yield from _constants(code, node.value)
        return
    for node in ast.walk(template):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _named(text: str, call: ast.Call, role: str) -> ast.expr | None:
    """The argument that a template has behind the name of a header."""
    number = 0
    for found in FIELD.finditer(text):
        name = found[1] or found[2] or ""
        if re.search(rf"(?:^|\n)[ \t]*{role}[ \t]*:[ \t]*$", text[: found.start()], re.IGNORECASE):
            index = int(name) if name.isdigit() else number
            if name and not name.isdigit():
                return next((one.value for one in call.keywords if one.arg == name), None)
            return call.args[index] if index < len(call.args) else None
        number += not name
    return None


def _joined(code: Code, problem: Problem) -> ast.expr | None:
    """The join that the recipients come from, where it stands in the very statement that makes the text."""
    place = problem.finding.place
    node = code.at(place, ast.expr)
    statement = code.statement(node) if node is not None else None
    for parent in code.parents(node) if node is not None else ():
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and parent.func.attr == "join":
            return parent
    for step in reversed(problem.finding.trace):
        if step.text.startswith("is joined") and step.place.path == code.path and statement is not None:
            found = code.at(step.place, ast.Call)
            if found is not None and code.statement(found) is statement:
                return found
    return None


def _interpolated(code: Code, node: ast.JoinedStr, role: str) -> Place | None:
    """What an f-string has in braces behind the name of a header; its nodes' places are not to be relied on before 3.12."""
    start = code.place(node)
    source = code.slice(start)
    found = re.search(
        rf"(?:\n|\\n|^[A-Za-z]{{1,2}}(?:\"\"\"|'''|\"|')){role}[ \t]*:[ \t]*(?=\{{)", source, re.IGNORECASE
    )
    if found is None:
        return None
    depth, end = 0, found.end()
    for end in range(found.end(), len(source)):
        depth += (source[end] in "{[(") - (source[end] in "}])")
        if depth == 0:
            break
    if depth or not re.match(r"[ \t]*(?:\n|\\n|\\r)", source[end + 1 :]):
        return None
    return Place(code.path, *_point(start, source, found.end()), *_point(start, source, end + 1))


def _point(start: Place, source: str, offset: int) -> tuple[int, int]:
    before = source[:offset]
    if "\n" not in before:
        return start.line, start.column + offset
    return start.line + before.count("\n"), offset - before.rfind("\n")


def _quotes(code: Code, node: ast.expr) -> str:
    """A literal whose quotes are the file's habit."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "'''" not in code.source(one):
            source = code.source(one)
            return source if '"""' not in source else '"'
    return '"'
