"""`cclint init`: the hook, the step in the CI and a policy for the repository that it stands in; it shows a diff first."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cclint.cli.arguments import Parser
from cclint.cli.console import save, say, show
from cclint.cli.snippets import REQUIREMENT, github_step, gitlab_step, hook, policy
from cclint.config.roots import repository
from cclint.refusal import Refused


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it is, and as it would be."""

    path: str
    before: str
    after: str

    def diff(self) -> str:
        """What changes, as `diff -u` shows it."""
        return "".join(
            difflib.unified_diff(
                self.before.splitlines(keepends=True),
                self.after.splitlines(keepends=True),
                f"a/{self.path}" if self.before else os.devnull,
                f"b/{self.path}",
            )
        )


def set_up(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status: 0 if everything is there, or has been written; 1 if something would be written and was not.

    Raises
    ------
    Refused: the folder lies in no repository, or a file cannot be read.
    """
    parser = Parser("cclint init", "Write the hook, the CI step and a policy for this repository. Shows a diff first.")
    parser.add_argument("--yes", action="store_true", help="write without asking")
    parser.add_argument("--diff", action="store_true", help="show what would be written, and stop")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="REQUIREMENT",
        help=f"what the hook and the step install, as pip takes it (default: {REQUIREMENT}, or the repository that cclint "
        "was installed from)",
    )
    options = parser.read(arguments)
    top = repository(os.getcwd())
    if top is None:
        raise Refused("this folder lies in no git repository: `git init` makes one")
    changes = [change for change in _changes(top, options.source or _source()) if change.after != change.before]
    if not changes:
        say("everything is there: the hook, the step and the policy")
        return 0
    show("".join(change.diff() for change in changes))
    if options.diff or not (options.yes or _agreed()):
        say("nothing was written (`cclint init --yes` writes it)")
        return 1
    for change in changes:
        os.makedirs(os.path.dirname(os.path.join(top, change.path)), exist_ok=True)
        save(os.path.join(top, change.path), change.after)
    say(f"written: {', '.join(change.path for change in changes)}")
    say(
        "next: `pre-commit install`, and `cclint baseline create --reason ...` if there are findings to live with for now"
    )
    return 0


def _agreed() -> bool:
    if not sys.stdin or not sys.stdin.isatty():
        return False
    sys.stderr.write("cclint: write this? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _source() -> str:
    """What installs the cclint that runs: from a package index, or from a repository where it came from one (PEP 610)."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        told = distribution("cclint-mail").read_text("direct_url.json")
    except PackageNotFoundError:
        told = None
    direct = json.loads(told) if told else {}
    if vcs := direct.get("vcs_info"):
        return f"cclint-mail @ {vcs['vcs']}+{direct['url']}@{vcs['commit_id']}"
    if direct:
        say(f"cclint was installed from a folder; others get {REQUIREMENT} from a package index, or what --from names")
    return REQUIREMENT


def _changes(top: str, source: str) -> Iterator[Change]:
    yield _hook(top, source)
    yield from _steps(top, source)
    yield _policy(top)


def _hook(top: str, source: str) -> Change:
    path = ".pre-commit-config.yaml"
    before = _text(top, path)
    if "cclint" in before:
        return Change(path, before, before)
    if not before.strip():
        return Change(path, before, f"{before}repos:\n{_indented(hook(source), 2)}")
    # As text: a YAML library would lose the comments and the form that people have given the file.
    entry = re.search(r"^( *)- +repo:", before, re.MULTILINE)
    last = re.findall(r"^([^\s#-][^:\n]*):", before, re.MULTILINE)[-1:]
    if entry is None or last != ["repos"]:
        say(f"{path} is left alone: its list `repos` does not stand at its end. Add to it:\n{hook(source)}")
        return Change(path, before, before)
    return Change(path, before, before.rstrip("\n") + "\n" + _indented(hook(source), len(entry[1])))


def _steps(top: str, source: str) -> Iterator[Change]:
    remote = _text(top, ".git/config") if os.path.isdir(os.path.join(top, ".git")) else ""
    github = os.path.isdir(os.path.join(top, ".github")) or "github." in remote
    gitlab = os.path.isfile(os.path.join(top, ".gitlab-ci.yml")) or "gitlab" in remote
    if github:
        path = ".github/workflows/cclint.yml"
        folder = Path(top, ".github", "workflows")
        others = "".join(_text(top, f".github/workflows/{name.name}") for name in sorted(folder.glob("*.y*ml")))
        before = _text(top, path)
        yield Change(path, before, before if "cclint" in others else github_step(source))
    if gitlab:
        path = ".gitlab-ci.yml"
        before = _text(top, path)
        gap = "\n" if before.strip() else ""
        yield Change(path, before, before if "cclint" in before else before + gap + gitlab_step(source))
    if not github and not gitlab:
        say("no GitHub or GitLab in sight; docs/ci.md has steps for Jenkins, Azure and others")


def _policy(top: str) -> Change:
    own, shared = _text(top, "cclint.toml"), _text(top, "pyproject.toml")
    if own or not shared:
        return Change("cclint.toml", own, own or policy(""))
    if re.search(r"^\s*\[\[?\s*tool\s*\.\s*cclint\b", shared, re.MULTILINE):
        return Change("pyproject.toml", shared, shared)
    return Change("pyproject.toml", shared, shared.rstrip("\n") + "\n\n" + policy("tool.cclint."))


def _text(top: str, path: str) -> str:
    try:
        return Path(top, path).read_text("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{path} cannot be read: {error}") from error


def _indented(text: str, width: int) -> str:
    return "".join(f"{' ' * width}{line}" for line in text.splitlines(keepends=True))
