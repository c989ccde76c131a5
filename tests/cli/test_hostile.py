"""Files, folders and surroundings that mean harm, or that nobody thought of: every run ends, says why, and executes nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from making import CLEAN, LEAK, found

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


# Nothing that is read is executed


MARK = "import pathlib\npathlib.Path({target!r}).write_text('executed')\n"
SHADOWS = (
    "smtplib",
    "email",
    "dataclasses",
    "ast",
    "re",
    "yaml",
    "libcst",
    "fissix",
    "pathspec",
    "pluggy",
    "tomli",
    "typing",
)


@pytest.mark.parametrize("way", ["module", "script"])
def test_nothing_that_is_read_is_executed(files, tmp_path, way):
    target = tmp_path / "mark"
    mark = MARK.format(target=str(target))
    folder = files(
        {
            **{f"project/{name}.py": mark + LEAK for name in SHADOWS},
            "project/setup.py": mark,
            "project/conftest.py": mark + LEAK,
            "project/sitecustomize.py": mark,
            "project/manage.py": mark + "from settings import *\n" + LEAK,
            "project/settings.py": mark + f"__import__('os').system('touch {target}')\n",
            "project/package/__init__.py": mark,
            "project/package/__main__.py": mark + LEAK,
            "project/evil.py": b"# coding: evil\n" + LEAK.encode(),
            "project/encodings/evil.py": mark,
            "project/old.py": f"exec 'open({str(target)!r}, \"w\")'\nprint `open({str(target)!r}, 'w')`\n" + LEAK,
            "project/new.py": f"x = f\"{{open({str(target)!r}, 'w')}}\"\ntype X = open({str(target)!r}, 'w')\n" + LEAK,
            "project/data.pickle": b"cos\nsystem\n(S'touch " + str(target).encode() + b"'\ntR.",
            "project/load.py": "import pickle\nto = pickle.load(open('data.pickle', 'rb'))\n" + LEAK,
            "project/conf.yaml": f"to: !!python/object/apply:os.system ['touch {target}']\n",
            "project/conf.py": "import yaml\nto = yaml.unsafe_load(open('conf.yaml'))\n" + LEAK,
            "project/eval.py": f"to = eval('open({str(target)!r}, \"w\")')\n" + LEAK,
            "project/pyproject.toml": "[project]\nname = 'x'\n[build-system]\nbuild-backend = 'setup'\n",
        }
    )
    program = [sys.executable, "-m", "cclint"] if way == "module" else [str(Path(sys.executable).with_name("cclint"))]
    if not Path(program[0]).exists():
        pytest.skip("cclint is not installed as a script")
    done = subprocess.run(
        [*program, "."], cwd=folder / "project", capture_output=True, text=True, timeout=120, check=False
    )
    assert not target.exists()
    assert done.returncode == 1, done.stderr
    assert "old.py" in done.stdout
    assert "new.py" in done.stdout
    assert not list(folder.rglob("__pycache__"))


# Names


@POSIX
def test_names_with_anything_in_them(files, cclint):
    folder = files({"cclint.toml": ""})
    names = [
        b"new\nline.py",
        b"\xff\xfe.py",
        "été 😀.py".encode(),
        b"-dash.py",
        b"quo'te\".py",
        b"\x1b[31mred.py",
        b" .py",
    ]
    for name in names:
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(LEAK)
    done = cclint("--output-format", "concise", ".")
    assert done.status == 1
    assert len(found(done)) == len(names)
    assert "\x1b[31m" not in done.out
    for style in ("full", "json", "sarif", "github"):
        assert cclint("--output-format", style, ".").status == 1


# Links, pipes, devices, folders


@POSIX
def test_folders_that_lead_into_themselves(files, cclint):
    folder = files({"leak.py": LEAK, "a/b/c.py": CLEAN})
    (folder / "a/b/up").symlink_to(folder)
    (folder / "a/self").symlink_to("self")
    (folder / "round.py").symlink_to("about.py")
    (folder / "about.py").symlink_to("round.py")
    done = cclint("--output-format", "concise")
    assert found(done) == ["leak.py:8:5"]


@POSIX
def test_a_pipe_that_takes_a_files_place(files):
    from cclint.ir.source import Source

    folder = files({})
    os.mkfifo(folder / "pipe.py")
    with pytest.raises(OSError, match="no regular file"):
        Source("pipe.py", folder / "pipe.py").read()
    with pytest.raises(OSError, match="no regular file"):
        Source("null.py", Path("/dev/null")).read()


def test_a_file_that_vanishes(files):
    from cclint.analysis import Limits, analyse
    from cclint.ir.source import Source
    from cclint.models import load_models

    folder = files({"leak.py": LEAK})
    sources = [Source("gone.py", folder / "gone.py"), Source("leak.py", folder / "leak.py")]
    analysis = analyse(sources, folder, load_models([]), Limits())
    assert [(notice.path, notice.kind, notice.fatal) for notice in analysis.notices] == [
        ("gone.py", "unreadable", True)
    ]


def test_folders_in_folders(files, cclint):
    folder = files({"leak.py": LEAK})
    deep = folder
    for _ in range(150):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "leak.py").write_text(LEAK)
    assert len(found(cclint("--output-format", "concise"))) == 2


# Output


@LINUX
def test_a_disk_that_is_full(files, tmp_path):
    files({"leak.py": LEAK})
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "cclint"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr


@POSIX
def test_a_reader_that_goes_away(files, tmp_path):
    files({f"leak{number}.py": LEAK for number in range(40)})
    with subprocess.Popen(
        [sys.executable, "-m", "cclint"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.close()
        err = process.stderr.read()
        process.wait(120)
    assert "Traceback" not in err
    assert process.returncode in (1, 2, 128 + signal.SIGPIPE, -signal.SIGPIPE)


@POSIX
def test_an_interrupt_in_the_middle_of_the_analysis(files, tmp_path):
    rule = """
import sys, time
from cclint import Send, hookimpl, rule

@rule("waiting-rule", on=Send)
def waiting_rule(send):
    \"\"\"Waits.

    ## Example

    ```py
    pass
    ```
    \"\"\"
    print("ready", file=sys.stderr, flush=True)
    while True:
        pass
    yield

@hookimpl
def cclint_rules():
    return [waiting_rule]
"""
    files({"main.py": CLEAN, "plugin.py": rule, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    with subprocess.Popen(
        [sys.executable, "-m", "cclint"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:  # a plug-in that loops can be interrupted
        assert process.stderr.readline() == "ready\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, "", "cclint: interrupted; exit status 130\n")


# Plug-ins and stubs


@pytest.mark.parametrize(
    "error", ["RecursionError()", "MemoryError()", "SystemError('x')", "AssertionError", "StopIteration"]
)
def test_a_plug_in_that_raises_anything(files, cclint, error):
    rule = f"""
from cclint import Send, hookimpl, rule

@rule("failing-rule", on=Send)
def failing_rule(send):
    '''Fails.

    ## Example

    ```py
    pass
    ```
    '''
    raise {error}
    yield

@hookimpl
def cclint_rules():
    return [failing_rule]
"""
    files({"main.py": LEAK, "plugin.py": rule, "cclint.toml": 'plugins = ["plugin.py"]\n'})
    done = cclint("--output-format", "concise")
    assert found(done) == ["main.py:8:5"]
    assert "the rule failing-rule failed" in done.out


@pytest.mark.parametrize(
    "stub",
    ["def send(to: To", "x = open('mark', 'w')\n", "def f(to: Nonsense): ...\nfrom cclint.models.vocabulary import Nonsense\n",
     "\x00", "class A(A): ...\n" * 2 + "def f(:", b"\xff\xfe", "(" * 10_000],
    ids=lambda stub: ascii(stub[:20]),
)  # fmt: skip
def test_a_stub_that_is_malformed(files, cclint, stub):
    folder = files({"main.py": LEAK, "mail.pyi": stub, "cclint.toml": 'models = ["mail.pyi"]\n'})
    done = cclint()
    assert done.status == 2
    assert "Traceback" not in done.err
    assert "mail.pyi" in done.err
    assert not (folder / "mark").exists()
