"""Objects that a program puts on something of a framework: `app.state.mailer = Mailer()`, `ctx.obj["mailer"] = Mailer()`.

Between there and where the framework hands it back, `request.app.state.mailer`, nothing can be followed; but the name is the
same, and so is the class.
"""

from __future__ import annotations

from collections.abc import Iterator

from cclint.analysis.program.walking import last_name, walk
from cclint.ir import nodes as ir


def put_there(scope: ir.Function) -> Iterator[tuple[str, str]]:
    """What a module puts on something else: the name that it has there, and the name of what is called to make it."""
    for node in walk(scope.body):
        if not isinstance(node, ir.Assign) or not isinstance(node.value, ir.Call):
            continue
        made = last_name(node.value.function)
        for target in node.targets if made[:1].isupper() else ():
            if isinstance(target, ir.Attribute) and not _is_own(target.value):
                yield target.name, made
            elif isinstance(target, ir.Subscript) and isinstance(key := _constant_key(target), str):
                yield key, made


def _constant_key(node: ir.Subscript) -> object:
    return node.key.value if isinstance(node.key, ir.Constant) else None


def _is_own(node: ir.Expression) -> bool:
    """Whether an attribute is one of the object's own, which is followed there."""
    return isinstance(node, ir.Name) and node.id in ("self", "cls")
