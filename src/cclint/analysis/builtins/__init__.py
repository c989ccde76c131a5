"""What stubs cannot say, as functions under the qualified names of what they model: one module for each family."""

from __future__ import annotations

from collections.abc import Callable

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.data import (
    aggregates,
    databases,
    elements,
    encoding,
    environment,
    ini,
    layered,
    loading,
    models,
    tabular,
    validators,
)
from cclint.analysis.builtins.frameworks import (
    canvas,
    components,
    deferreds,
    django,
    engines,
    flask,
    odoo,
    templating,
)
from cclint.analysis.builtins.language import (
    calling,
    collections,
    contexts,
    dispatching,
    functions,
    generators,
    iteration,
    mappings,
    mixins,
    modules,
    objects,
    operating,
    picking,
    records,
    regex,
    tables,
    texts,
)
from cclint.analysis.builtins.mail import (
    copying,
    folders,
    mailboxes,
    messages,
    older,
    outgoing,
    parsing,
    payloads,
)
from cclint.analysis.builtins.system import (
    commandline,
    concurrency,
    listing,
    logs,
    opening,
    paths,
    processes,
    shell,
    streams,
)
from cclint.analysis.values.value import Value

MODULES = (
    texts, collections, mappings, functions, objects, operating, iteration, calling, dispatching, picking, tables,
    regex, concurrency, canvas, deferreds, messages, mailboxes, folders, copying, records, parsing, streams, processes,
    shell, commandline, databases, encoding, paths, listing, opening, loading, ini, environment, models, modules, django, tabular,
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
