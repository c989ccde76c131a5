"""What stubs cannot say, as functions under the qualified names of what they model: one module for each family."""

from __future__ import annotations

from collections.abc import Callable

from cclint.analysis.builtins import (
    aggregates,
    calling,
    canvas,
    collections,
    commandline,
    components,
    concurrency,
    contexts,
    copying,
    databases,
    deferreds,
    dispatching,
    django,
    elements,
    encoding,
    engines,
    environment,
    flask,
    folders,
    functions,
    generators,
    ini,
    iteration,
    layered,
    loading,
    logs,
    mailboxes,
    mappings,
    messages,
    mixins,
    models,
    modules,
    objects,
    odoo,
    older,
    opening,
    operating,
    outgoing,
    parsing,
    paths,
    payloads,
    picking,
    processes,
    records,
    regex,
    shell,
    streams,
    tables,
    tabular,
    templating,
    texts,
    validators,
)
from cclint.analysis.evaluate.calls import Handler, Invocation
from cclint.analysis.value import Value

MODULES = (
    texts, collections, mappings, functions, objects, operating, iteration, calling, dispatching, picking, tables,
    regex, concurrency, canvas, deferreds, messages, mailboxes, folders, copying, records, parsing, streams, processes,
    shell, commandline, databases, encoding, paths, opening, loading, ini, environment, models, modules, django, tabular,
    templating, engines, mixins, flask, outgoing, payloads, odoo, aggregates, contexts, generators, components, older,
    elements, layered, logs,
)  # fmt: skip


def handlers() -> dict[str, Handler]:
    """All functions that model something, by qualified name; `unknown.name` is for methods of values that are not known."""
    table: dict[str, Handler] = {}
    for module in MODULES:
        table.update(module.HANDLERS)
    return table


def decorators() -> dict[str, Callable[[Invocation, Value], Value]]:
    """What decorators of libraries do to the functions that they stand above."""
    tables = (
        commandline.DECORATORS,
        layered.DECORATORS,
        dispatching.DECORATORS,
        validators.DECORATORS,
        older.DECORATORS,
    )
    return {name: decorator for table in tables for name, decorator in table.items()}
