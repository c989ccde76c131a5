"""Models that are filled from data: pydantic, pydantic-settings, and functions that structure a dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.data.environment import variable, variables
from cclint.analysis.builtins.data.loading import Loader, documents, loaded
from cclint.analysis.builtins.system.paths import located
from cclint.analysis.values.classes import KEYWORD
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.heap import Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.value import (
    BOOLEAN,
    FALSE,
    LISTS,
    NOTHING,
    NUMBER,
    TRUE,
    Const,
    Opaque,
    Ref,
    Seq,
    Value,
    alternatives,
)
from cclint.frontends.settings import MalformedError, parse
from cclint.ir.data import Document

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core
    from cclint.analysis.values.classes import ClassInfo, Slot
    from cclint.ir import nodes as ir

MODELS: Final = ("pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.BaseSettings", "sqlmodel.SQLModel",
                 "pydantic_settings.BaseSettings", "pydantic_settings.main.BaseSettings")  # fmt: skip
FLAGS: Final = {
    **dict.fromkeys(("1", "yes", "y", "true", "t", "on"), True),
    **dict.fromkeys(("0", "no", "n", "false", "f", "off"), False),
}
"""Texts that are booleans to pydantic 2.11 (docs, "Conversion Table")."""
SETTINGS: Final = frozenset(name for name in MODELS if name.endswith("Settings"))


def structured(call: Invocation, cls: Value | None, data: Value | None) -> Value:
    """An instance of a class of the project with what a dictionary holds."""
    made = [
        call.core.instantiate(cls, Arguments(rest=one), call.node)
        for one in (alternatives(data) if data is not None else ())
        if isinstance(cls, Class) and isinstance(call.core.record(one), Mapping)
    ]
    return join_all(made) if made else call.core.call_stub(call)


def validate(call: Invocation) -> Value:
    """`Model.model_validate(data)`, `Model.parse_obj(data)`, `Model.model_construct(to=...)`."""
    if call.name.endswith("construct") and isinstance(call.receiver, Class):
        return call.core.instantiate(call.receiver, call.arguments, call.node)
    return structured(call, call.receiver, call.get(0, "obj"))


def validate_text(call: Invocation) -> Value:
    """`Model.model_validate_json(text)`, `Model.parse_raw(text)`, `Model.parse_file(path)`."""
    return structured(call, call.receiver, loaded(call, documents(call, call.get(0), "json")))


def from_dict(call: Invocation) -> Value:
    """`dacite.from_dict(data_class, data)`."""
    return structured(call, call.get(0, "data_class"), call.get(1, "data"))


def structure(call: Invocation) -> Value:
    """`cattrs.structure(data, cls)`."""
    return structured(call, call.get(1, "cl"), call.get(0, "obj"))


def configuration(call: Invocation) -> Value:
    return call.core.call(External("builtins.dict"), call.arguments, call.node)


def field_of_settings(core: Core, info: ClassInfo, slot: Slot, node: ir.Node) -> Value | None:
    """What a field of a `BaseSettings` is when nobody gives it: the variable of its name, in the environment's files."""
    if not _is_settings(info):
        return None
    prefix = _option(core, info, "env_prefix")
    chosen = _environments(core, info)
    start = prefix.constant or "" if isinstance(prefix, Text) else ""
    name = slot.alias or start + slot.name
    for known in (chosen, variables(core)):
        for spelt in dict.fromkeys((name, name.upper(), name.lower())):
            value = variable(core, spelt, node, known)
            if value is not None:
                return _decoded(core, value, slot, info, node)
    return None


def is_left_open(core: Core, info: ClassInfo, default: Value) -> bool:
    """Whether a field of a `BaseSettings` that holds nothing by itself is there for an environment that is not in sight
    to fill it.
    """
    return _is_settings(info) and _holds_nothing(core, default) and not _environments(core, info)


def _holds_nothing(core: Core, value: Value) -> bool:
    record = core.record(value)
    empty = (isinstance(value, Seq) and not value.runs) or (isinstance(record, Sequence) and not record.runs)
    return value == NOTHING or empty


def leave_open(core: Core, info: ClassInfo, default: Value, node: ir.Node) -> None:
    """The models that are the defaults of a `BaseSettings` are filled by the environment, too (`env_nested_delimiter`)."""
    if not _is_settings(info) or _environments(core, info):
        return
    for one in alternatives(default):
        record = core.record(one)
        inner = (
            core.classes.get(record.cls.id) if isinstance(record, Instance) and isinstance(record.cls, Class) else None
        )
        if not isinstance(one, Ref) or inner is None or inner.kind not in ("pydantic", "dataclass"):
            continue
        for slot in inner.slots:
            held = core.cell(one.id, slot.name)
            if held is not None and _holds_nothing(core, held):
                kind = core.type_of(slot.annotation, inner.frame)
                trail = core.hop(node, "name", f"{inner.name}.{slot.name}")
                core.write((one.id, slot.name), core.typed(kind, ("field", inner.name, slot.name), trail, node))


def _environments(core: Core, info: ClassInfo) -> list[Document]:
    """The files of the project that a `BaseSettings` reads."""
    files = core.project.files
    found = [files.document(path, "env") for path in located(core, _option(core, info, "env_file"))]
    return [one for one in found if one is not None]


def _is_settings(info: ClassInfo) -> bool:
    return any(isinstance(one, External) and one.name in SETTINGS for one in info.order)


def _option(core: Core, info: ClassInfo, name: str) -> Value | None:
    """An option of the model: an argument of the class, in `model_config`, or in the class `Config` inside it."""
    for cls in info.order:
        if not isinstance(cls, Class):
            continue
        if (given := core.cell(cls.id, f"{KEYWORD}{name}")) is not None:
            return given
        record = core.record(core.cell(cls.id, "model_config") or Opaque(("none",)))
        entry = record.find(text(name)) if isinstance(record, Mapping) else None
        if entry is not None:
            return entry.value
        inner = core.cell(cls.id, "Config")
        if isinstance(inner, Class) and (value := core.cell(inner.id, name)) is not None:
            return value
    return None


def _decoded(core: Core, value: Value, slot: Slot, info: ClassInfo, node: ir.Node) -> Value:
    """A field that is a list takes its variable for JSON; one that is a flag or a number is no text."""
    kind = core.type_of(slot.annotation, info.frame)
    told = plain(value)
    if isinstance(told, str) and kind == BOOLEAN and told.lower() in FLAGS:
        return TRUE if FLAGS[told.lower()] else FALSE
    if isinstance(told, str) and kind == NUMBER and told.strip().isdecimal():
        return Const(int(told))
    if kind is None or kind.name not in LISTS or not isinstance(value, Text) or value.constant is None:
        return value
    try:
        made = Loader(core, node, "").value(parse(value.constant, "json").roots[0])
    except MalformedError:
        return Opaque(("setting", value.token), kind, trail=value.trail)
    return made.along(value.trail) if isinstance(made, Ref) else made


HANDLERS: Final[dict[str, Handler]] = {
    **{f"{model}.{name}": validate for model in MODELS for name in ("model_validate", "parse_obj", "model_construct")},
    **{f"{model}.{name}": validate_text for model in MODELS for name in ("model_validate_json", "parse_raw", "parse_file")},
    "pydantic_settings.SettingsConfigDict": configuration, "pydantic.ConfigDict": configuration,
    "dacite.from_dict": from_dict, "dacite.core.from_dict": from_dict,
    "cattrs.structure": structure, "cattr.structure": structure,
}  # fmt: skip
