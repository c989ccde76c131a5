"""The decorators by which functions become validators of pydantic's models.

https://docs.pydantic.dev/latest/concepts/validators/ and, for `validator` and `root_validator`, version 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cclint.analysis.base.invocation import Invocation
from cclint.analysis.values.code import Func
from cclint.analysis.values.rope import constant
from cclint.analysis.values.value import TRUE, Seq, Value, each

VALIDATES: Final = "validates"
"""Under which name a function knows the fields that it validates; the fields stand in a tuple behind the mode."""
WHOLE: Final = "validates all"
"""The same of a function that validates the model."""


def validator(label: str) -> Callable[[Invocation, Value], Value]:
    def decorator(call: Invocation, function: Value) -> Value:
        if not isinstance(function, Func):
            return function
        early = call.get(None, "pre") == TRUE
        mode = call.get(None, "mode") or constant("before" if early else "after")
        said = Seq("tuple", each((mode, *(run.value for run in call.arguments.positional))))
        first = label == VALIDATES or mode == constant("before")
        kind = "class" if first and function.kind == "function" else None  # pydantic binds it itself
        return function.altered(kind=kind, given=(*function.given, (label, said)))

    return decorator


DECORATORS: Final = {
    "pydantic.field_validator": validator(VALIDATES), "pydantic.validator": validator(VALIDATES),
    "pydantic.functional_validators.field_validator": validator(VALIDATES),
    "pydantic.model_validator": validator(WHOLE), "pydantic.functional_validators.model_validator": validator(WHOLE),
    "pydantic.root_validator": validator(WHOLE),
}  # fmt: skip
