"""Whatever a project holds, nothing of it is executed, imported or unpickled: held by an audit hook (PEP 578)."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from making import LEAK

SEED = int(os.environ.get("CCLINT_FUZZ_SEED", "1"))
COUNT = int(os.environ.get("CCLINT_FUZZ_MUTATIONS", "120"))
CANARY = "canary_that_nobody_runs"
WATCHED = """\
import os, sys, types

FOLDER, CANARY = os.path.realpath(sys.argv[1]) + os.sep, sys.argv[2]

def told(what):
    os.write(2, ("EXECUTED " + what + "\\n").encode("utf-8", "backslashreplace"))

def holds(code):
    inner = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    texts = [one for one in code.co_consts if isinstance(one, str)]
    return (
        CANARY in code.co_names or any(CANARY in one for one in texts) or code.co_filename.startswith(FOLDER)
        or any(map(holds, inner))
    )

def hook(event, arguments):
    if event == "exec" and isinstance(arguments[0], types.CodeType) and holds(arguments[0]):
        told("exec " + arguments[0].co_filename)
    elif event == "import" and (CANARY in arguments[0] or str(arguments[1] or "").startswith(FOLDER)):
        told("import " + arguments[0])
    elif event in {"pickle.find_class", "marshal.loads", "os.system", "os.exec", "os.posix_spawn", "os.fork"}:
        if event != "marshal.loads" or CANARY.encode() in bytes(arguments[0]):
            told(event)
    elif event == "subprocess.Popen" and "git" not in str(arguments[1][0]):
        told(f"{event} {arguments[1]}")
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        if str(arguments[0]).startswith(FOLDER):
            told(f"{event} {arguments[0]} {arguments[1]}")
"""
CCLINT = """
from cclint.cli import main
import cclint.engine, cclint.analysis.run, cclint.frontends.newer, cclint.frontends.older, yaml, fissix, libcst
sys.addaudithook(hook)
os.chdir(FOLDER)
sys.exit(main(["--output-format", "concise", "--no-cache", "."]))
"""
CONTROL = """
import pickle, importlib
sys.addaudithook(hook)
exec(compile(CANARY + " = 1", "x", "exec"))
sys.path.insert(0, FOLDER)
sys.dont_write_bytecode = True
import evil
pickle.loads(b"cos\\ngetcwd\\n.")
open(FOLDER + "mark", "w").close()
os.system("true")
"""
PIECES = (
    "@{c}\ndef f(): pass", "def f(x={c}): return x", "class A({c}): pass", "class A(metaclass={c}): pass", "x: {c} = 1",
    "def f() -> {c}: ...", "x = f'{{{c}}}'", "[{c} for _ in 'x']", "(lambda: {c})()", "assert {c}", "with {c} as y: pass",
    "try:\n    raise {c}\nexcept {c}: pass", "match {c}:\n    case _: pass", "if (y := {c}): pass", "eval({r})", "exec({r})",
    "import importlib\nimportlib.import_module('evil')", "from evil import x", "__import__('evil').x", "globals()['x'] = {c}",
    "type X = {c}", "print({c})", "class A:\n    def __init_subclass__(cls): {c}\nclass B(A): pass",
    "class A:\n    def __del__(self): {c}\nA()", "import atexit\natexit.register(lambda: {c})", "def f[T: {c}](): pass",
    "compile({r}, 'x', 'exec')", "import pickle\npeople = pickle.load(open('evil.pickle', 'rb'))",
    "import yaml\npeople = yaml.unsafe_load(open('evil.yaml'))", "import jinja2\njinja2.Template('{{{{ {c} }}}}').render()",
    "from jinja2 import Environment\nEnvironment().from_string(open('evil.html').read()).render()",
    "import runpy\nrunpy.run_path('evil.py')", "exec(open('evil.py').read())",
    "import subprocess\nsubprocess.run(['touch', 'mark'])",
    "import os\nos.system('touch mark')", "import tomllib\ntomllib.load(open('pyproject.toml', 'rb'))", "import evil.deeper",
    "print `{c}`", "exec {r}", "raise E, {c}", "def f(a, (b, d)={c}): pass", "people = input({r})", "execfile('evil.py')",
    "people = __import__('csv').reader(open('evil.csv'))", "t = t'{{{c}}}'", "x = \\\n  {c} if",
)  # fmt: skip
NAMES = (
    "conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py", "evil.py", "__init__.py", "__main__.py", "manage.py",
    "settings.py", "smtplib.py", "cclint.py", "yaml.py", "email/__init__.py", "encodings/evil.py", "noxfile.py", "bin/tool",
)  # fmt: skip
EXPRESSION = f"(__import__('pathlib').Path('mark').touch() or {CANARY})"
OTHERS = {
    "evil.pickle": b"cos\nsystem\n(S'touch mark'\ntR.",
    "evil.yaml": b"to: !!python/object/apply:os.system ['touch mark']\n",
    "evil.html": ("{{ ''.__class__.__mro__ }}{% set x = " + EXPRESSION + " %}To: {{ people|join(', ') }}\n").encode(),
    "evil.pth": f"import os; {EXPRESSION}\n".encode(),
    "evil.csv": b"=cmd|'touch mark'!A0\n",
    ".env": b"MAIL_TO=$(touch mark)\n",
    "send.sh": b"#!/bin/sh\necho x | mail -s `touch mark` $(touch mark) a@example.org\n",
    "crontab": b"MAILTO=a@example.org,b@example.org\n* * * * * touch mark\n",
    "pyproject.toml": b"[project]\nname = 'x'\n[build-system]\nbuild-backend = 'setup'\n[tool.pytest]\naddopts = '-p evil'\n",
}


def python(choice: random.Random) -> str:
    """A module that leaves a mark in some places, and a leak that must be found all the same."""
    pieces = [choice.choice(PIECES).format(c=EXPRESSION, r=repr(EXPRESSION)) for _ in range(choice.randint(1, 4))]
    coding = choice.choice(("", "", "", "# coding: evil\n"))
    return coding + "#!/usr/bin/env python\n" * (not coding) + LEAK + "\n\n" + "\n".join(pieces) + "\nsend(people)\n"


def project(folder: Path) -> None:
    for number in range(COUNT):
        choice = random.Random(SEED * 10_000 + number)
        name = NAMES[number] if number < len(NAMES) else f"package{number % 5}/module{number}.py"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = python(choice)
        path.write_text(text if path.suffix else "#!/usr/bin/env python\n" + text)
        if number % 10 == 9:
            cell = {"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
            notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            path.with_suffix(".ipynb").write_text(json.dumps(notebook))
    for name, content in OTHERS.items():
        (folder / name).write_bytes(content)


def watched(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WATCHED + code, str(folder), CANARY],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_nothing_is_executed_imported_or_unpickled(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    project(folder)
    before = sorted(folder.rglob("*"))
    done = watched(CCLINT, folder)
    assert "EXECUTED" not in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1, done.stderr
    assert sorted(folder.rglob("*")) == before
    found = {line.partition(":")[0] for line in done.stdout.splitlines() if "[visible-recipients]" in line}
    assert found >= {name for name in NAMES if "test" not in name}


def test_the_hook_would_tell(tmp_path):
    (tmp_path / "evil.py").write_text("x = 1\n")
    told = watched(CONTROL, tmp_path).stderr
    mark: Callable[[str], bool] = told.__contains__
    assert mark("EXECUTED exec x")
    assert mark(f"EXECUTED exec {os.path.realpath(tmp_path)}")
    assert mark("EXECUTED pickle.find_class")
    assert mark("EXECUTED os.system")
    assert mark("EXECUTED open")
