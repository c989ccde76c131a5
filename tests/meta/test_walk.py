"""The walk of one address through the modules, in the design: the functions that it names are called, in its order."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

from pages.transcripts import Write, steps

WATCHED = """\
import sys, threading
from pathlib import Path

import cclint
from cclint.cli import main

source = str(Path(cclint.__file__).parent) + "/"
wanted = {tuple(line.split(" ")) for line in Path("wanted.txt").read_text().splitlines()}
begun = {}
inside = []


def watch(frame, event, _):
    if event == "call" and (file := frame.f_code.co_filename).startswith(source):
        name, place = frame.f_code.co_name, file.removeprefix(source)
        for one in wanted:
            if one == (place, name):
                inside.append(one)
                begun.setdefault(one, len(inside))


threading.setprofile(watch)
sys.setprofile(watch)
status = main(["-q", "--no-cache", "."])
sys.setprofile(None)
for place, name in sorted(begun, key=begun.get):
    print(place, name, file=sys.stderr)
sys.exit(status)
"""


def walk(text: str) -> list[tuple[str, str]]:
    """The files and functions of the table, in its order."""
    rows = re.findall(r"^\| `([\w/]+\.py)` \| `([\w.]+)` \|", text, re.MULTILINE)
    return [(file, name.rpartition(".")[2]) for file, name in rows]


def test_methods_are_those_of_the_classes_that_it_names(project):
    section = (project / "docs/design.md").read_text().split("## One address", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| `([\w/]+\.py)` \| `(\w+)\.\w+` \|", section, re.MULTILINE)
    assert named
    for file, name in named:
        assert f"class {name}" in (project / "src/cclint" / file).read_text(), (file, name)


def test_the_walk_is_what_happens(project, tmp_path):
    section = (project / "docs/design.md").read_text().split("## One address", 1)[1].split("\n## ", 1)[0]
    told = walk(section)
    assert len(told) > 30
    for file in steps(section):
        assert isinstance(file, Write)
        (tmp_path / file.name).write_text(file.text)
    (tmp_path / "cclint.toml").touch()
    (tmp_path / "wanted.txt").write_text("".join(f"{file} {name}\n" for file, name in told))
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "people.csv:2:5" in done.stdout
    happened = [tuple(line.split(" ")) for line in done.stderr.splitlines()]
    assert [one for one in told if one not in happened] == []
    first = {one: happened.index(one) for one in told}
    late = [(one, two) for one, two in pairwise(told) if first[one] > first[two]]
    assert late == [], happened
