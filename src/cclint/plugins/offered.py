"""Plug-ins: the built-in ones first and like anyone's, then installed ones, then those that the configuration names.

What does not load stops the run: a rule that is silently absent is a leak that is not found.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

import pluggy

from cclint import hooks, reporters, rules
from cclint.catalogue import Rule
from cclint.config import Config
from cclint.hooks import PROJECT, Frontend
from cclint.plugins import languages
from cclint.plugins.loading import Loaded, configured, installed
from cclint.refusal import Refused
from cclint.report import Reporter
from cclint.strangers import SECONDS, OutOfTimeError, guarded, patience

BUILT_IN: Final = (
    Loaded("built-in rules", rules, "cclint"),
    Loaded("built-in reporters", reporters, "cclint"),
    Loaded("built-in languages", languages, "cclint"),
)
OURS: Final = frozenset(one.name for one in BUILT_IN)

Offered = TypeVar("Offered")


class Described(NamedTuple):
    """What one plug-in offers.

    Parameters
    ----------
    name, origin: its name, and where it comes from.
    rules, reporters, frontends, models: the names of what it offers.
    """

    name: str
    origin: str
    rules: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    frontends: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


class Plugins(NamedTuple):
    """What all plug-ins offer.

    Parameters
    ----------
    rules, reporters: by name.
    frontends: the kinds of files.
    models: folders of stubs, or single ones.
    origins: which plug-in a rule comes from, for those that are not built in.
    loaded: the plug-ins, in the order in which they were loaded.
    code: the files or folders with the code of those that are not built in; None for one that comes from nowhere.
    """

    rules: Mapping[str, Rule]
    reporters: Mapping[str, Reporter]
    frontends: tuple[Frontend, ...]
    models: tuple[Path, ...] = ()
    origins: Mapping[str, str] = MappingProxyType({})
    loaded: tuple[Described, ...] = ()
    code: tuple[Path | None, ...] = ()


def load(config: Config, extra: Iterable[tuple[str, object]] = ()) -> Plugins:
    """Load all plug-ins and ask their hooks.

    Parameters
    ----------
    config: names plug-ins of the project.
    extra: further plug-ins with their names, as a test has them.

    Raises
    ------
    Refused: a plug-in does not load, offers a hook that there is none of, or something that is not what the hook asks
    for.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(hooks)
    seconds = config.limits.plugin_seconds or SECONDS
    given = [Loaded(name, plugin, "the caller") for name, plugin in extra]
    here = [*configured(config, seconds), *given]
    ours = {one.module for one in here}
    # In the folder of a package that is installed as well, the package is what lies in the folder.
    foreign = (*(one for one in installed(seconds) if one.module not in ours), *here)
    origin: dict[str, str] = {}
    for name, plugin, where in (*BUILT_IN, *foreign):
        _register(manager, name, plugin)
        origin[name] = where
    found = _collect(manager, "cclint_rules", Rule, seconds)
    by_name: dict[str, Rule] = {}
    owners: dict[str, str] = {}
    origins: dict[str, str] = {}
    for plugin_name, one in found:
        for name in (one.name, *one.aliases):
            if name in by_name:
                raise Refused(_twice(f"a rule {name!r}", plugin_name, owners[name], origin))
            by_name[name], owners[name] = one, plugin_name
        if plugin_name not in OURS:
            origins[one.name] = plugin_name
    formats: dict[str, Reporter] = {}
    reporting = _collect(manager, "cclint_reporters", Reporter, seconds)
    for plugin_name, format_ in reporting:
        if format_.name in formats:
            owner = next(owner for owner, one in reporting if one.name == format_.name)
            raise Refused(_twice(f"an output format {format_.name!r}", plugin_name, owner, origin))
        what = f"the output format {format_.name} of the plug-in {plugin_name}"
        own = plugin_name in OURS
        formats[format_.name] = format_ if own else replace(format_, render=guarded(format_.render, what, seconds))
    kinds: list[Frontend] = []
    lowering = _collect(manager, "cclint_frontends", Frontend, seconds)
    for plugin_name, kind in lowering:
        what = f"the front end {kind.name} of the plug-in {plugin_name}"
        own = plugin_name in OURS
        if not own:
            _search_for(kind, what)
        kinds.append(kind if own or kind.lower is None else replace(kind, lower=guarded(kind.lower, what, seconds)))
    models = _collect(manager, "cclint_models", Path, seconds)
    return Plugins(
        rules=MappingProxyType({name: one for name, one in sorted(by_name.items()) if name == one.name}),
        reporters=MappingProxyType(formats),
        frontends=tuple(kinds),
        models=tuple(path for _, path in models),
        origins=MappingProxyType(origins),
        loaded=tuple(
            Described(
                name,
                where,
                tuple(one.name for owner, one in found if owner == name),
                tuple(one.name for owner, one in reporting if owner == name),
                tuple(one.name for owner, one in lowering if owner == name),
                tuple(str(path) for owner, path in models if owner == name),
            )
            for name, where in origin.items()
        ),
        code=tuple(_code(plugin) for _, plugin, _ in foreign),
    )


def _search_for(kind: Frontend, what: str) -> None:
    """Refuse a front end that looks for what is no pattern: files that it should read would never be looked at."""
    for word in kind.words:
        try:
            re.compile(word)
        except re.error as error:
            raise Refused(f"{what} looks for {word!r}, which is no pattern: {error}") from error


def _code(plugin: object) -> Path | None:
    """The file of a plug-in, or the folder of the package that it is or lies in."""
    module = sys.modules.get(getattr(plugin, "__module__", ""), plugin)
    file = getattr(module, "__file__", None)
    if not file:
        return None
    top = sys.modules.get(getattr(module, "__name__", "").partition(".")[0])
    return Path(top.__file__).parent if top and getattr(top, "__path__", None) and top.__file__ else Path(file)


def _twice(what: str, second: str, first: str, origin: Mapping[str, str]) -> str:
    """Say that two plug-ins offer the same."""
    return (
        f"the plug-in {second} has {what}, but there is one of that name already, from {first} ({origin[first]}); "
        "rename one of them, or leave one of the plug-ins out"
    )


def _register(manager: pluggy.PluginManager, name: str, plugin: object) -> None:
    try:
        manager.register(plugin, name=name)
        manager.check_pending()  # a hook that does not exist would never be called
    except (pluggy.PluginValidationError, ValueError) as error:
        known = ", ".join(sorted(name for name in vars(manager.hook) if name.startswith(f"{PROJECT}_")))
        raise Refused(f"the plug-in {name} does not fit: {error} (the hooks are {known})") from error


def _collect(
    manager: pluggy.PluginManager, hook: str, kind: type[Offered], seconds: float
) -> list[tuple[str, Offered]]:
    """Call a hook of every plug-in in the order of loading, and look at what comes back."""
    collected: list[tuple[str, Offered]] = []
    for implementation in getattr(manager.hook, hook).get_hookimpls():
        name = implementation.plugin_name
        try:
            offered: Any
            if name in OURS:
                offered = implementation.function()
            else:
                with patience(seconds, f"{hook} of the plug-in {name}"):
                    offered = implementation.function()
        except OutOfTimeError as error:
            raise Refused(str(error)) from error
        except Exception as error:
            raise Refused(f"the plug-in {name} fails in {hook}: {type(error).__name__}: {error}") from error
        if not isinstance(offered, (list, tuple)) or not all(isinstance(item, kind) for item in offered):
            raise Refused(f"the plug-in {name} must return a list of {kind.__name__} from {hook}, not {offered!r}")
        collected += [(name, item) for item in offered]
    return collected
