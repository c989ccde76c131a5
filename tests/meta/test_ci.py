"""What repositories take over: `cclint init`, the action, and the snippets of the docs, tried as far as that goes here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tomli
import yaml

from cclint.cli.check import parser
from cclint.cli.snippets import github_step, gitlab_step, hook
from gitting import Git
from making import CLEAN, LEAK

PROJECT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(os.name != "posix" or shutil.which("git") is None, reason="needs git and a shell")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (PROJECT / "docs/ci.md").read_text(), re.DOTALL)


@pytest.fixture
def shell(tmp_path):
    """Runs a script as a job does, with the `cclint` and the `pip` of a machine that has them."""
    tools = tmp_path / "tools"
    tools.mkdir()
    run = f'#!/bin/sh\necho "$@" >> {tmp_path}/arguments\nexec {sys.executable} -m cclint "$@"\n'
    venv = f'#!/bin/sh\n[ "$2" = venv ] && mkdir -p "$3/bin" && cp {tools}/* "$3/bin"\nexit 0\n'
    for name, text in (("cclint", run), ("pip", "#!/bin/sh\n"), ("python", venv)):
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)

    def execute(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=folder,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path), **environment},
            check=False,
        )

    return execute


@pytest.fixture
def branch(tmp_path):
    """A repository with an old leak on main, and a branch."""
    folder = tmp_path / "work"
    folder.mkdir()
    git = Git(folder)
    git("init")
    base = git.commit(old_py=LEAK)
    git("checkout", "-b", "work")
    return folder, git, base


# The action


def step() -> tuple[str, dict[str, str]]:
    action = yaml.safe_load((PROJECT / "action.yml").read_text())
    assert action["runs"]["using"] == "composite"
    (one,) = [step for step in action["runs"]["steps"] if step.get("id") == "run"]
    return one["run"], one["env"]


@pytest.mark.parametrize(("text", "status"), [(CLEAN, 0), (LEAK, 1)])
def test_the_action(shell, branch, tmp_path, text, status):
    folder, git, base = branch
    git.commit(new_py=text)
    given = {
        "CCLINT_ACTION": str(PROJECT),
        "CCLINT_PACKAGES": "",
        "CCLINT_PATHS": ".",
        "CCLINT_ARGUMENTS": "--persona auditor",
    }
    summary, output = tmp_path / "summary", tmp_path / "output"
    done = shell(
        step()[0],
        folder,
        **given,
        CCLINT_BASE=base,
        CCLINT_SARIF="out.sarif",
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(output),
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert output.read_text() == f"status={status}\n"
    assert ("::error file=new.py" in done.stdout) == bool(status)
    assert "old.py" not in done.stdout
    assert "## cclint: " in summary.read_text()
    assert json.loads((folder / "out.sarif").read_text())["version"] == "2.1.0"


def test_what_comes_from_outside_is_no_script():
    script, environment = step()
    assert "${{" not in script
    assert set(environment) == set(re.findall(r"CCLINT_\w+", script))
    action = yaml.safe_load((PROJECT / "action.yml").read_text())
    used = set(re.findall(r"inputs\.([\w-]+)", (PROJECT / "action.yml").read_text()))
    assert used == set(action["inputs"])


# init


def test_init_shows_writes_and_has_nothing_more_to_do(tmp_path, cclint):
    git = Git(tmp_path)
    git("init")
    git("remote", "add", "origin", "https://github.com/acme/mail.git")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "acme"')
    done = cclint("init")
    assert done.status == 1
    assert "nothing was written" in done.err
    assert "+++ b/.github/workflows/cclint.yml" in done.out
    assert not (tmp_path / ".github").exists()
    assert cclint("init", "--diff").out == done.out
    assert cclint("init", "--yes").status == 0
    hook = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())
    assert hook["repos"][0]["hooks"][0]["id"] == "cclint"
    assert yaml.safe_load((tmp_path / ".github/workflows/cclint.yml").read_text())["jobs"]
    assert tomli.loads((tmp_path / "pyproject.toml").read_text())["tool"]["cclint"] == {"policy": {}}
    assert cclint().status == 0
    done = cclint("init", "--yes")
    assert (done.status, done.out) == (0, "")
    assert "everything is there" in done.err


def test_init_installs_from_where_it_is_told(tmp_path, cclint):
    Git(tmp_path)("init")
    (tmp_path / ".github").mkdir()
    (tmp_path / ".gitlab-ci.yml").touch()
    source = "cclint-mail @ git+https://git.example.org/cclint@v0.1.0"
    assert cclint("init", "--yes", "--from", source).status == 0
    (repo,) = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())["repos"]
    assert repo["hooks"][0]["additional_dependencies"] == [source]
    for name in (".github/workflows/cclint.yml", ".gitlab-ci.yml"):
        (line,) = [line for line in (tmp_path / name).read_text().split("\n") if "pip install" in line]
        assert shlex.split(line)[-1] == source


@pytest.mark.parametrize("indent", ["", "  "])
def test_init_adds_to_what_is_there(tmp_path, cclint, indent):
    git = Git(tmp_path)
    git("init")
    before = f"# ours\nrepos:\n{indent}- repo: https://example.org/x\n{indent}  rev: v1\n{indent}  hooks:\n{indent}  - id: x\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(before)
    (tmp_path / ".gitlab-ci.yml").write_text("test:\n  script: make\n")
    assert cclint("init", "--yes").status == 0
    text = (tmp_path / ".pre-commit-config.yaml").read_text()
    assert text.startswith(before)
    assert [repo["hooks"][0]["id"] for repo in yaml.safe_load(text)["repos"]] == ["x", "cclint"]
    assert list(yaml.safe_load((tmp_path / ".gitlab-ci.yml").read_text())) == ["test", "cclint"]
    assert tomli.loads((tmp_path / "cclint.toml").read_text()) == {"policy": {}}
    check = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stdout


def test_init_leaves_alone_what_it_would_spoil(tmp_path, cclint):
    Git(tmp_path)("init")
    text = "repos:\n- repo: https://example.org/x\n  rev: v1\n  hooks:\n  - id: x\nci:\n  autofix_prs: false\n"
    (tmp_path / ".pre-commit-config.yaml").write_text(text)
    done = cclint("init", "--yes")
    assert "is left alone: its list `repos` does not stand at its end" in done.err
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == text


def test_init_outside_of_a_repository(cclint):
    assert "this folder lies in no git repository" in cclint("init").err


# Snippets


@pytest.mark.parametrize("text", [github_step(), gitlab_step(), *blocks("yaml")])
def test_snippets_are_yaml(text):
    assert yaml.safe_load(text)


def test_every_option_in_the_docs_is_one():
    known = set(parser()._option_string_actions)
    text = (PROJECT / "docs/ci.md").read_text() + github_step() + gitlab_step()
    commands = re.findall(r"(?<!-)\bcclint (?!init|baseline|explain)[^`|'\n]*(?:\n +--[^\n]*)*", text)
    options = {word for command in commands for word in re.findall(r"(?<![\w-])--[a-z-]+", command)}
    assert {"--diff-base", "--output-format", "--diff-head"} <= options <= known


def scripts() -> list[tuple[str, str, str]]:
    """Shell, and the variable that holds the base."""
    found = []
    for text in (gitlab_step(), *blocks("yaml")):
        for line in re.findall(r"cclint \$\{.*?(?=\n  [a-z]|\n  - task|\Z)", text, re.DOTALL):
            variable = re.search(r"\$\{(\w+):\+", line)
            assert variable
            found.append((" ".join(line.split()), variable[1], "origin/" if "origin/" in line else ""))
    for line in re.findall(r"sh '(cclint [^']*)'", blocks("groovy")[0]):
        found.append((line, "CHANGE_TARGET", "origin/"))  # noqa: PERF401
    return found


@pytest.mark.parametrize(("script", "variable", "prefix"), scripts())
def test_the_steps_do_what_they_say(shell, branch, script, variable, prefix):
    folder, git, base = branch
    git("update-ref", "refs/remotes/origin/main", base)
    git.commit(new_py=CLEAN)
    target = "main" if prefix else base
    assert shell(script, folder, **{variable: target}).returncode == 0
    assert shell(script, folder).returncode == 1  # without a base, the old leak counts
    git.commit(new_py=LEAK)
    done = shell(script, folder, **{variable: target})
    assert done.returncode == 1
    assert "new.py:8:5" in done.stdout


def test_the_step_for_github(shell, branch, tmp_path):
    folder, git, base = branch
    git.commit(new_py=LEAK)
    steps = yaml.safe_load(github_step())["jobs"]["cclint"]["steps"]
    (script,) = [one["run"] for one in steps if one.get("name") == "Who would see whom"]
    summary = tmp_path / "summary"
    done = shell(script, folder, BASE=base, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1
    assert "::error file=new.py" in done.stdout
    assert "new.py" in summary.read_text()
    assert (folder / "cclint.sarif").exists()


def test_the_hook_is_the_same_in_both_places():
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["cclint", "cclint-all"]
    (written,) = yaml.safe_load(hook())
    assert written["hooks"][0]["entry"] == hooks[0]["entry"]


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        *(
            (name, True)
            for name in ("a.py", "a/b.wsgi", "m.eml", ".env", "a/.env.prod", "bin/send", "t.html.j2", "c.yaml")
        ),
        *((name, True) for name in ("list.csv", "mail.mbox", "x.toml", "prod.env", ".msmtprc")),
        *((name, False) for name in ("a.png", "a.js", "a.md", "a.pyc", "README.rst")),
    ],
)
def test_the_hook_reaches_what_can_send_mail(path, reached):
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    assert bool(re.search(hooks[0]["files"], path)) is reached
