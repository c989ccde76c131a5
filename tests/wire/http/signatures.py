"""Runs with an SDK's interpreter: the signatures of the functions that are named on standard input, as JSON."""

import importlib
import inspect
import json
import sys


def found(name):
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for part in parts[end:]:
            look = getattr if inspect.ismodule(thing) else inspect.getattr_static
            thing = look(thing, part, None)
            thing = getattr(thing, "__func__", thing)
            if thing is None:
                return None
        return thing
    return None


def signature(thing):
    thing = inspect.unwrap(thing)
    return [(one.name, one.kind.name) for one in inspect.signature(thing).parameters.values()]


made = {}
for name in json.load(sys.stdin):
    thing = found(name)
    try:
        made[name] = signature(thing) if callable(thing) else None
    except (TypeError, ValueError):
        made[name] = None
sys.stdout.write(json.dumps(made))
