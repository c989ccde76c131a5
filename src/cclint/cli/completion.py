"""`cclint completion SHELL`: a script that completes commands, options, rules and formats, made from the parsers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from cclint.cli.arguments import Parser
from cclint.cli.console import show
from cclint.config import Config, Persona
from cclint.refusal import Refused, suggestion

BASH: Final = """\
_cclint() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" words=""
  case "$before" in
    --output-format) words="{formats}" ;;
    --persona) words="{personas}" ;;
    --select|--ignore|explain) words="{rules}" ;;
    --config|--output-file|--baseline|--stdin-filename) ;;
    --diff-base|--diff-head) words="$(git for-each-ref --format='%(refname:short)' 2>/dev/null)" ;;
    *)
      case "${{COMP_WORDS[1]}}" in
{cases}
        *) words="{check}" ;;
      esac
      [ "$COMP_CWORD" -eq 1 ] && words="$words {commands}"
      ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}}
complete -o filenames -F _cclint cclint
"""
ZSH: Final = "#compdef cclint\nautoload -U +X bashcompinit && bashcompinit\n"


def complete(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.

    Raises
    ------
    Refused: there is no script for that shell.
    """
    parser = Parser("cclint completion", "Write a completion script: `source <(cclint completion bash)`.")
    parser.add_argument("shell", metavar="|".join(SHELLS))
    shell = parser.read(arguments).shell
    if shell not in SHELLS:
        raise Refused(f"there is no completion for {shell!r} (known: {', '.join(SHELLS)}){suggestion(shell, SHELLS)}")
    show(SHELLS[shell]())
    return 0


def _bash() -> str:
    from cclint.cli import COMMANDS

    formats, rules = _offered()
    options = _options()
    cases = "\n".join(
        f'        {name}) words="{" ".join(words)}" ;;' for name, words in options.items() if name != "check"
    )
    return BASH.format(
        formats=" ".join(formats),
        rules=" ".join(rules),
        personas=" ".join(item.value for item in Persona),
        cases=cases,
        check=" ".join(options["check"]),
        commands=" ".join(COMMANDS),
    )


def _fish() -> str:
    from cclint.cli import COMMANDS

    formats, rules = _offered()
    lines = [f"complete -c cclint -n __fish_use_subcommand -a '{' '.join(COMMANDS)}'"]
    values = {
        "--output-format": formats,
        "--select": rules,
        "--ignore": rules,
        "--persona": [item.value for item in Persona],
    }
    for name, words in _options().items():
        condition = f"__fish_seen_subcommand_from {name}" if name != "check" else "true"
        for word in words:
            if word.startswith("--"):
                given = f" -x -a '{' '.join(values[word])}'" if word in values else ""
                lines.append(f"complete -c cclint -n '{condition}' -l {word[2:]}{given}")
            else:
                lines.append(f"complete -c cclint -n '{condition}' -a {word}")
    lines.append(f"complete -c cclint -n '__fish_seen_subcommand_from explain' -a '{' '.join(rules)}'")
    return "".join(f"{line}\n" for line in lines)


SHELLS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {"bash": _bash, "zsh": lambda: ZSH + _bash(), "fish": _fish}
)


def _options() -> dict[str, list[str]]:
    """The options of each command, and the words that it takes."""
    from cclint.cli import audit, baseline, check

    common = ["--help", "--version"]
    configuration = ["--config", "--isolated"]
    return {
        "check": _long(check.parser()),
        "audit": _long(audit.parser()),
        "baseline": [*baseline.ACTIONS, *_long(baseline.parser())],
        "completion": [*SHELLS, *common],
        "explain": [*configuration, *common],
        "init": ["--yes", "--diff", *common],
        "libraries": [*configuration, *common],
        "rules": [*configuration, *common],
        "clean": [*configuration, *common],
        "schema": common,
    }


def _long(parser: Parser) -> list[str]:
    return [word for action in parser._actions for word in action.option_strings if word.startswith("--")]  # noqa: SLF001


def _offered() -> tuple[list[str], list[str]]:
    """The formats and the rules of this installation, without a project's own."""
    from pathlib import Path

    from cclint.plugins import load

    plugins = load(Config(root=Path()))
    return list(plugins.reporters), list(plugins.rules)
