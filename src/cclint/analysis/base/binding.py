"""The arguments of a call by the parameters of a library's signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from cclint.analysis.base.paths import Arguments
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.value import Seq, Value
from cclint.models.library import Parameter, Signature

Given: TypeAlias = Mapping[str, Value]
"""What the parameters of a signature are given, by their names."""


def bind(signature: Signature, arguments: Arguments) -> Given:
    """Bind the arguments of a call as Python does; what is left over is left out."""
    bound: dict[str, Value] = {}
    taken = 0
    keywords = {name: value for name, value in arguments.keywords.items() if not name.startswith("?")}
    for parameter in signature.parameters:
        value = _argument(parameter, arguments, keywords, taken)
        if parameter.kind in ("positional", "any"):
            taken += 1
        if value is not None:
            bound[parameter.name] = value
    return bound


def _argument(parameter: Parameter, arguments: Arguments, keywords: dict[str, Value], taken: int) -> Value | None:
    if parameter.kind == "star":
        rest = sequences.tail(arguments.positional, taken)
        return Seq("tuple", rest) if rest else None
    if parameter.kind == "stars":
        return None
    if parameter.kind != "keyword":
        value = sequences.at(arguments.positional, taken)
        if value is not None:
            return value
    return keywords.get(parameter.name)
