"""`cclint libraries`: the libraries that are known, in which releases, what sends, and what becomes of lists."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import show
from cclint.plugins import load
from cclint.refusal import Refused, suggestion

if TYPE_CHECKING:
    from cclint.models.index import Call, Library

FORMATS: Final = ("text", "json", "markdown")
JSON_VERSION: Final = 1
WIDTH: Final = 100


def list_libraries(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.

    Raises
    ------
    Refused: there is no library of a name, or a stub cannot be understood.
    """
    from cclint.models import StubError
    from cclint.models.index import index

    parser = Parser(
        "cclint libraries",
        "List the libraries that are known: the releases that were looked at, the calls that send, and what becomes of\n"
        "several addresses. The project's own stubs (`models` in the configuration) are listed, too.",
    )
    parser.add_argument("libraries", nargs="*", metavar="LIBRARY", help="tell about these in full")
    parser.add_argument("--output-format", choices=FORMATS, default="text", metavar="FORMAT", help=", ".join(FORMATS))
    add_configuration(parser)
    options = parser.read(arguments)
    config = configuration(options, ["."])
    try:
        known = index([*load(config).models, *config.models])
    except StubError as error:
        raise Refused(error.seen_from(config.root)) from error
    chosen = [_by_name(known, name) for name in options.libraries]
    if options.output_format == "json":
        show(as_json(chosen or known))
    elif options.output_format == "markdown":
        show(as_markdown(chosen or known))
    elif chosen:
        show("\n".join(map(_in_full, chosen)))
    else:
        show(_listed(known))
    return 0


def _by_name(known: Sequence[Library], name: str) -> Library:
    for library in known:
        if name == library.name or name.lower() in {one.name.lower() for one in library.distributions}:
            return library
    names = [library.name for library in known] + [one.name for library in known for one in library.distributions]
    raise Refused(f"there is no library {name!r}{suggestion(name, names)} (`cclint libraries` lists them)")


def _listed(known: Sequence[Library]) -> str:
    name = max(len(library.name) for library in known)
    lines = []
    for library in known:
        remark = "" if library.shipped else " (of this project)"
        lines.append(f"{library.name:<{name}}  {library.title}{remark}\n")
        releases = ", ".join(map(str, library.distributions))
        if releases:
            lines.append(f"{'':<{name}}  {releases}\n")
    return "".join(lines)


def _in_full(library: Library) -> str:
    lines = [f"{library.name}: {library.title}", *([library.link] if library.link else [])]
    lines += [f"releases: {', '.join(map(str, library.distributions))}"] if library.distributions else []
    lines += textwrap.wrap(library.text, WIDTH)
    for names, told in (*grouped(library.messages), *grouped(library.calls)):
        lines += ["", *names, *(f"    {sentence}" for sentence in told)]
    return "\n".join(lines) + "\n"


def grouped(calls: Sequence[Call]) -> list[tuple[list[str], tuple[str, ...]]]:
    """Calls that treat lists alike, together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for call in calls:
        groups.setdefault(call.lists, []).append(call.name)
    return [(names, told) for told, names in groups.items()]


def as_json(libraries: Sequence[Library]) -> str:
    """The libraries for programs."""
    import json
    from dataclasses import asdict

    return json.dumps({"version": JSON_VERSION, "libraries": [asdict(one) for one in libraries]}, indent=2) + "\n"


def as_markdown(libraries: Sequence[Library]) -> str:
    """The libraries as a page of the documentation."""
    lines = [
        "# Libraries",
        "",
        "What cclint knows about the libraries that programs send mail with. This page is written from the stubs in",
        "`src/cclint/models/mail/` by `cclint libraries --output-format markdown`; [stubs.md](stubs.md) tells how to describe",
        "another one.",
        "",
        "| library | releases | |",
        "|---|---|---|",
    ]
    lines.extend(
        f"| [{one.name}](#{one.name}) | {', '.join(map(str, one.distributions))} | {one.title} |" for one in libraries
    )
    for one in libraries:
        lines += ["", f"## {one.name}", "", f"{one.title}. {one.text}".rstrip()]
        lines += ["", f"<{one.link}>"] if one.link else []
        for names, told in (*grouped(one.messages), *grouped(one.calls)):
            lines += ["", ", ".join(f"`{name}`" for name in names) + ":", "", *(f"- {sentence}" for sentence in told)]
    return "\n".join(lines) + "\n"
