"""`cclint server`: the language server, for editors."""

from __future__ import annotations

from collections.abc import Sequence

from cclint.cli.arguments import Parser
from cclint.refusal import Refused


def serve(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.

    Raises
    ------
    Refused: pygls, which speaks the protocol, is not installed.
    """
    parser = Parser("cclint server", "Serve an editor over standard input and output (Language Server Protocol).")
    parser.add_argument(
        "--trust-plugins",
        action="store_true",
        help="run the plug-ins that the configuration of an opened project names",
    )
    options = parser.read(arguments)
    try:
        from cclint.server.serving import make_server
    except ModuleNotFoundError as error:
        raise Refused(
            f"the language server needs {error.name}, which is not installed: install cclint-mail[server]"
        ) from error
    make_server(trusted=options.trust_plugins).start_io()
    return 0
