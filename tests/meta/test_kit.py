"""What authors of plug-ins work with: the door as it is written down, the package that is written for them, the example."""

from __future__ import annotations

import dataclasses
import inspect
import os
import re
import subprocess
import sys

import pytest

import cclint as door
from cclint.cli.scaffold import package

PAGE = "docs/plugins.md"
TOLD = {
    "REPAIRS": "How many visible recipients are repaired, the best way first: a finding's `advice`.",
    "__version__": "cclint's version.",
}
PLUGIN = "plugins/cclint-outside-copies"


def written(name: str) -> str:
    """How a name of the door is written down: what it is, what it takes, and what it is for."""
    one = getattr(door, name)
    document = inspect.getdoc(one) or ""
    summary = " ".join(document.split("\n\n", 1)[0].split())
    if dataclasses.is_dataclass(one):
        taken = ", ".join(field.name for field in dataclasses.fields(one))
        return f"`{name}({taken})`: {summary}"
    if inspect.isclass(one):
        return f"`{name}`: {summary} Its members: {', '.join(one.__members__)}."
    if type(one).__module__.partition(".")[0] != "builtins" and callable(one):
        return (
            f"`{name}`: what marks the implementation of a hook; {type(one).__module__.partition('.')[0]} documents it."
        )
    if callable(one):
        return f"`{name}{shortened(inspect.signature(one))}`: {summary}"
    return f"`{name}`: {TOLD[name]}"


JUDGED = ("Audience", "Count", "Field", "Policy", "Send")
"""What rules are given: all that one can ask it is written down, not only what it is made of."""


def asked(name: str) -> list[str]:
    """What the parts of a fact mean, and what else it can be asked."""
    one = getattr(door, name)
    told = re.search(r"^Parameters\n-+\n(.*?)(?:\n\n|\Z)", inspect.getdoc(one) or "", re.DOTALL | re.MULTILINE)
    entries = re.split(r"\n(?=\S)", told[1]) if told else []
    lines = [f"`{head}`: {' '.join(text.split())}" for head, _, text in (entry.partition(":") for entry in entries)]
    for member, value in sorted(vars(one).items()):
        document = inspect.getdoc(value) if isinstance(value, property) or inspect.isfunction(value) else None
        if document and not member.startswith("_"):
            taken = "" if isinstance(value, property) else shortened(inspect.signature(value)).replace("self, ", "")
            lines.append(
                f"`{member}{taken.replace('(self)', '()')}`: {' '.join(document.split(chr(10) * 2)[0].split())}"
            )
    return [f"    - {line}" for line in lines]


def shortened(signature: inspect.Signature) -> str:
    return "(" + ", ".join(name for name in signature.parameters) + ")"


def test_the_door_is_as_it_is_written(project):
    path = project / PAGE
    text = path.read_text(encoding="utf-8")
    before, heading, rest = text.partition("## The public door\n\n")
    introduction = rest.split("\n\n", 1)[0]
    current = f"{before}{heading}{introduction}\n\n" + "".join(
        f"- {written(name)}\n" + "".join(f"{line}\n" for line in (asked(name) if name in JUDGED else ()))
        for name in sorted(door.__all__)
    )
    if os.environ.get("CCLINT_UPDATE"):
        path.write_text(current, encoding="utf-8")
        text = current
    assert text == current, "the door has changed: CCLINT_UPDATE=1 writes it anew; does the changelog say so?"


def test_everything_in_the_door_says_what_it_is():
    silent = [
        name
        for name in door.__all__
        if not isinstance(getattr(door, name), (str, tuple)) and "`: " not in written(name)
    ]
    assert not silent


def test_a_new_rule_works_at_once(cclint, tmp_path):
    made = cclint("new-rule", "shouting-subject")
    assert made.status == 0
    folder = tmp_path / "cclint-shouting-subject"
    assert made.out.split() == [f"cclint-shouting-subject/{path}" for path in package("shouting-subject")]
    done = cclint("test", cwd=folder)
    assert (done.status, done.last) == (0, "cclint: 4 passed, 0 failed")
    assert "shouting-subject" in cclint("plugins", cwd=folder).out
    assert "Somebody stands in Cc." in cclint("explain", "shouting-subject", cwd=folder).out


def test_a_suite_that_is_not_met_fails_and_says_where(cclint, tmp_path):
    cclint("new-rule", "shouting-subject")
    folder = tmp_path / "cclint-shouting-subject"
    suite = folder / "tests" / "shouting-subject.md"
    suite.write_text(suite.read_text().replace("# warning: [shouting-subject] ", "# note: [shouting-subject] "))
    done = cclint("test", cwd=folder)
    assert (done.status, done.last) == (1, "cclint: 3 passed, 1 failed")
    line = next(n for n, text in enumerate(suite.read_text().split("\n"), 1) if "# note:" in text)
    assert f"line {line} (main.py:8): no note: [shouting-subject]" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Shouting"], "a rule's name is lower-case words with hyphens"),
        (["visible-recipients"], "is a rule of cclint's own"),
        (["full"], "is there already, and is not overwritten"),
        ([], "NAME"),
    ],
)
def test_packages_that_are_not_written(cclint, files, arguments, said):
    folder = files({"cclint-full/kept.txt": "mine"})
    done = cclint("new-rule", *arguments)
    assert done.status == 2
    assert said in done.err
    assert sorted(path.name for path in folder.iterdir()) == ["cclint-full"]
    assert (folder / "cclint-full" / "kept.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("contents", "arguments", "said"),
    [
        ({}, [], "there is no tests"),
        ({"tests/a.txt": ""}, [], "there is no test:"),
        ({"tests/a.md": "# A\n\n```py\npass\n"}, [], "this block is never closed"),
        ({}, ["gone.md"], "there is no gone.md"),
    ],
)
def test_suites_that_cannot_be_run_are_no_success(cclint, files, contents, arguments, said):
    files(contents)
    done = cclint("test", *arguments)
    assert done.status == 2
    assert said in done.err


def installed(folder, name: str, module: str):
    """Metadata of an installed distribution, as an index would have it."""
    info = folder / f"{module}-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: cclint-{name}\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(f"[cclint]\n{name} = {module}\n")


def test_an_installed_package_is_loaded_once_in_its_own_folder_too(cclint, tmp_path):
    cclint("new-rule", "shouting-subject")
    folder = tmp_path / "cclint-shouting-subject"
    installed(tmp_path / "site", "shouting-subject", "cclint_shouting_subject")
    path = os.pathsep.join([str(tmp_path / "site"), str(folder / "src")])
    outside, inside = cclint("plugins", PYTHONPATH=path), cclint("plugins", cwd=folder, PYTHONPATH=path)
    for done in (outside, inside):
        assert done.status == 0, done.err
        assert done.out.count("rules    shouting-subject") == 1
    assert "from     cclint-shouting-subject 0.1.0 (cclint_shouting_subject)" in outside.out
    assert "from     the configuration" in inside.out
    assert cclint("test", cwd=folder, PYTHONPATH=path).status == 0


def test_the_suites_run_under_pytest_as_well(cclint, tmp_path):
    cclint("new-rule", "shouting-subject")
    folder = tmp_path / "cclint-shouting-subject"
    installed(tmp_path / "site", "shouting-subject", "cclint_shouting_subject")
    path = os.pathsep.join([str(tmp_path / "site"), str(folder / "src"), *sys.path])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_the_example_has_the_form_of_a_new_package_and_passes(cclint, project):
    folder = project / PLUGIN
    for path, text in package("outside-copies").items():
        assert (folder / path).is_file(), path
        if path.endswith((".toml", ".yml", "conftest.py", "README.md")):
            asked = (folder / path).read_text()  # of another release of cclint, perhaps: a new version changes no file
            assert re.sub('cclint-mail>=[^"]+', "", asked) == re.sub('cclint-mail>=[^"]+', "", text), path
    done = cclint("test", cwd=folder)
    assert (done.status, done.last) == (0, "cclint: 6 passed, 0 failed"), done.out
