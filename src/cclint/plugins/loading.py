"""Where plug-ins come from: installed distributions, and what the configuration names."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Final, NamedTuple

from cclint.config import Config
from cclint.hooks import PROJECT
from cclint.refusal import Refused
from cclint.strangers import OutOfTimeError, patience

BY_PATH: Final = "cclint_plugin_"
"""What the names of modules begin with that are loaded by their paths."""


class Loaded(NamedTuple):
    """A plug-in.

    Parameters
    ----------
    name: of the plug-in.
    plugin: what holds its hooks.
    origin: where it comes from, for people.
    """

    name: str
    plugin: object
    origin: str

    @property
    def module(self) -> str:
        """The module that it is, however it was found; "" for one that is none."""
        return str(getattr(self.plugin, "__name__", "")).removeprefix(BY_PATH)


def installed(seconds: float) -> Iterable[Loaded]:
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
            dist = f"{point.dist.name} {point.dist.version}" if point.dist else "an installed distribution"
            yield Loaded(point.name, loaded, f"{dist} ({point.value})")
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


def configured(config: Config, seconds: float) -> Iterable[Loaded]:
    """Plug-ins that the configuration names: code of the project itself, so `--isolated` leaves them out."""
    for name in config.plugins:
        where = config.where("plugins")
        try:
            with patience(seconds, "loading it"):
                loaded = _from_path(config, name) if name.endswith(".py") or "/" in name else _from_name(name)
            yield Loaded(name, loaded, f"the configuration ({getattr(loaded, '__file__', None) or name})")
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
    unique = BY_PATH + (path.parent.name if path.stem == "__init__" else path.stem)
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
