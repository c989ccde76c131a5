"""Plug-ins: the built-in ones first and like anyone's, then installed ones, then those that the configuration names.

What does not load stops the run: a rule that is silently absent is a leak that is not found.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, Final, TypeVar

import pluggy

from cclint import hooks, languages, reporters, rules
from cclint.catalogue import Rule
from cclint.config import Config
from cclint.hooks import PROJECT, Frontend
from cclint.refusal import Refused
from cclint.report import Reporter
from cclint.strangers import SECONDS, OutOfTimeError, guarded, patience

BUILT_IN: Final = (("built-in rules", rules), ("built-in reporters", reporters), ("built-in languages", languages))

Offered = TypeVar("Offered")


@dataclass(frozen=True, slots=True)
class Plugins:
    """What all plug-ins offer.

    Parameters
    ----------
    rules, reporters: by name.
    frontends: the kinds of files.
    models: folders of stubs, or single ones.
    origins: which plug-in a rule comes from, for those that are not built in.
    loaded: the names of the plug-ins, in the order in which they were loaded.
    code: the files or folders with the code of those that are not built in; None for one that comes from nowhere.
    """

    rules: Mapping[str, Rule]
    reporters: Mapping[str, Reporter]
    frontends: tuple[Frontend, ...]
    models: tuple[Path, ...] = ()
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    loaded: tuple[str, ...] = ()
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
    foreign = (*_installed(seconds), *_configured(config, seconds), *extra)
    for name, plugin in (*BUILT_IN, *foreign):
        _register(manager, name, plugin)
    found = _collect(manager, "cclint_rules", Rule, seconds)
    by_name: dict[str, Rule] = {}
    origins: dict[str, str] = {}
    for plugin_name, one in found:
        for name in (one.name, *one.aliases):
            if name in by_name:
                raise Refused(f"the plug-in {plugin_name} has a rule {name!r}, but there is one of that name already")
            by_name[name] = one
        if plugin_name not in dict(BUILT_IN):
            origins[one.name] = plugin_name
    formats: dict[str, Reporter] = {}
    for plugin_name, format_ in _collect(manager, "cclint_reporters", Reporter, seconds):
        if format_.name in formats:
            raise Refused(f"the plug-in {plugin_name} has an output format {format_.name!r}, but there is one already")
        what = f"the output format {format_.name} of the plug-in {plugin_name}"
        own = plugin_name in dict(BUILT_IN)
        formats[format_.name] = format_ if own else replace(format_, render=guarded(format_.render, what, seconds))
    kinds: list[Frontend] = []
    for plugin_name, kind in _collect(manager, "cclint_frontends", Frontend, seconds):
        what = f"the front end {kind.name} of the plug-in {plugin_name}"
        own = plugin_name in dict(BUILT_IN)
        kinds.append(kind if own or kind.lower is None else replace(kind, lower=guarded(kind.lower, what, seconds)))
    return Plugins(
        rules=MappingProxyType({name: one for name, one in sorted(by_name.items()) if name == one.name}),
        reporters=MappingProxyType(formats),
        frontends=tuple(kinds),
        models=tuple(path for _, path in _collect(manager, "cclint_models", Path, seconds)),
        origins=MappingProxyType(origins),
        loaded=tuple(name for name, _ in manager.list_name_plugin()),
        code=tuple(_code(plugin) for _, plugin in foreign),
    )


def _code(plugin: object) -> Path | None:
    """The file of a plug-in, or the folder of the package that it is or lies in."""
    module = sys.modules.get(getattr(plugin, "__module__", ""), plugin)
    file = getattr(module, "__file__", None)
    if not file:
        return None
    top = sys.modules.get(getattr(module, "__name__", "").partition(".")[0])
    return Path(top.__file__).parent if top and getattr(top, "__path__", None) and top.__file__ else Path(file)


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
            if name in dict(BUILT_IN):
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


def _installed(seconds: float) -> Iterable[tuple[str, object]]:
    """Plug-ins of installed distributions, by their entry points.

    Reading the metadata of everything that is installed takes longer than most runs, so the files that could name us
    are searched first; `importlib.metadata` is only asked where one does.
    """
    if not any(_mentions_us(folder) for folder in sys.path):
        return
    from importlib.metadata import entry_points

    for point in sorted(entry_points(group=PROJECT), key=lambda point: point.name):
        try:
            with patience(seconds, "loading it"):
                loaded = point.load()
            yield point.name, loaded
        except OutOfTimeError as error:
            raise Refused(f"the plug-in {point.name} does not load: {error}") from error
        except Exception as error:
            dist = f" of {point.dist.name}" if point.dist else ""
            raise Refused(
                f"the plug-in {point.name}{dist} ({point.value}) does not load: {type(error).__name__}: {error}"
            ) from error


def _mentions_us(folder: str) -> bool:
    """Whether a folder of installed distributions has an entry point in our group."""
    try:
        with os.scandir(folder or ".") as entries:
            names = [entry.path for entry in entries if entry.name.endswith((".dist-info", ".egg-info"))]
    except OSError:  # an archive, or a folder that is not there
        return False
    for name in names:
        try:
            if f"[{PROJECT}]".encode() in Path(name, "entry_points.txt").read_bytes():
                return True
        except OSError:
            continue
    return False


def _configured(config: Config, seconds: float) -> Iterable[tuple[str, object]]:
    """Plug-ins that the configuration names: code of the project itself, so `--isolated` leaves them out."""
    for name in config.plugins:
        where = config.where("plugins")
        try:
            with patience(seconds, "loading it"):
                loaded = _from_path(config, name) if name.endswith(".py") or "/" in name else _from_name(name)
            yield name, loaded
        except Refused:
            raise
        except OutOfTimeError as error:
            raise Refused(f"{where}the plug-in {name!r} does not load: {error}") from error
        except ModuleNotFoundError as error:
            hint = (
                f"; under pre-commit, list its distribution below `additional_dependencies:`, with {error.name} in it"
            )
            raise Refused(f"{where}the plug-in {name!r} does not load: {error}{hint}") from error
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            raise Refused(f"{where}the plug-in {name!r} does not load: {type(error).__name__}: {error}") from error


def _from_name(name: str) -> ModuleType:
    import importlib

    return importlib.import_module(name)


def _from_path(config: Config, name: str) -> ModuleType:
    from importlib.util import module_from_spec, spec_from_file_location

    path = config.home / name
    if not path.is_file():
        raise Refused(f"{config.where('plugins')}there is no plug-in {name!r}")
    unique = f"cclint_plugin_{path.stem}"
    spec = spec_from_file_location(unique, path)
    if spec is None or spec.loader is None:
        raise Refused(f"{config.where('plugins')}{name!r} is no Python file")
    module = module_from_spec(spec)
    sys.modules[unique] = module
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the project's folders are not ours to write to
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = kept
    return module
