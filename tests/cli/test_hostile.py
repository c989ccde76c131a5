"""Files, folders and surroundings that mean harm, or that nobody thought of: every run ends, says why, and executes nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from making import CLEAN, LEAK

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


def found(done) -> list[str]:
    """The places of findings, from a concise report."""
    return [line.partition(": ")[0] for line in done.out.splitlines() if "[visible-" in line]


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


# Content


def test_what_is_too_large_is_said(files, cclint):
    huge = "TABLE = [" + "'x@example.org', " * 2000 + "]\n"
    files(
        {
            "big.py": huge + LEAK,
            "huge.py": "#" * 5000 + "\n" + LEAK,
            "cclint.toml": "[limits]\ntokens = 2000\nbytes = 40000\n",
        }
    )
    done = cclint("--output-format", "concise")
    assert found(done) == ["big.py:9:5", "huge.py:9:5"]
    assert "big.py:1:1: not read [cut] this was not read: there are more than 2000 tokens in this file" in done.out
    files({"cclint.toml": "[limits]\nbytes = 1000\n"})
    done = cclint("--output-format", "concise")
    assert done.status == 2
    assert (
        "huge.py:1:1: not read [unreadable] the file cannot be read: it has more than 1000 bytes (limits.bytes)"
        in done.out
    )


@LINUX
def test_memory_is_limited(files, cclint):
    many = "".join(f"def f{n}(people):\n    return [one + '{n}' for one in people]\n\n\n" for n in range(1500))
    body = "".join(f"    x{n} = f{n}(x{n - 1})\n" for n in range(1, 1500))
    folder = files({"main.py": f"{LEAK}\n\n{many}def all_of(x0):\n{body}    send(x1499)\n"})
    done = cclint("--output-format", "concise", "--verbose")
    assert "limits.memory" not in done.out + done.err
    (folder / "cclint.toml").write_text("[limits]\nmemory = 1\n")
    done = cclint("--output-format", "concise", "--verbose")
    assert "limits.memory" in done.out + done.err
    assert found(done) == ["main.py:8:5"]


def test_long_lines(files, cclint):
    files(
        {
            "text.py": 'DATA = "' + "x" * 10_000_000 + '"\n' + LEAK,
            "comment.py": "#" + "x" * 10_000_000 + "\n" + LEAK,
            "numbers.py": "DATA = [" + "1," * 1_000_000 + "]\n" + LEAK,
            "sum.py": "DATA = " + "+".join(["x"] * 100_000) + "\n" + LEAK,
        }
    )
    done = cclint("--output-format", "concise")
    assert found(done) == ["comment.py:9:5", "numbers.py:9:5", "sum.py:9:5", "text.py:9:5"]
    assert "numbers.py:1:1: not read [cut]" in done.out


BOMBS = {
    "brackets.py": "x = " + "(" * 100_000 + ")" * 100_000 + "\n",
    "minus.py": "x = " + "-" * 100_000 + "1\n",
    "lambda.py": "x = " + "lambda: " * 20_000 + "1\n",
    "ifs.py": "".join(" " * depth + "if x:\n" for depth in range(99)) + " " * 99 + "x = 1\n",
    "elifs.py": "x = input()\nif x: pass\n" + "elif x: pass\n" * 5000,
    "fstrings.py": "x = " + "f'{" * 100 + "}'" * 100 + "\n",
    "chain.py": "x = y" + ".a()" * 20_000 + "\n",
    "text.py": "x = 'a' * 10 ** 12\ny = [0] * 10 ** 12\nz = 1 << 10 ** 10\nw = 10 ** 10 ** 10\n",
    "grow.py": "x = 'ab'\n"
    + "x = x + x\n" * 200
    + "y = [1]\n"
    + "y = y + y\n" * 200
    + "z = {}\n"
    + "z = {1: z, 2: z}\n" * 200,
    "format.py": "x = '%1000000000d' % 1\ny = f'{1:>1000000000}'\nz = 'x'.ljust(10 ** 10)\nw = '{:>{n}}'.format(1, n=10 ** 10)\n",
    "calls.py": "def f(x):\n    return f(f(x))\nf(f)\ng = lambda h: h(h)\ng(g)\n",
    "classes.py": "class A(A): pass\n"
    "class B(type(B)): pass\nB.__bases__ = (B,)\nclass C:\n    def __getattr__(self, n): return self.n\nC().x\n",
    "imports.py": "import imports\nfrom . import imports\nfrom imports import x\n",
    "regex.py": "import re\nx = re.sub(r'(a+)+$', 'b', 'a' * 5000 + 'c')\ny = re.match('(' * 5000, 'a')\n",
    "many.py": "".join(f"def f{n}(x): return f{(n * 7) % 500}(f{(n * 3) % 500}(x))\n" for n in range(500)) + "f1(1)\n",
    "branches.py": "def b(x):\n"
    + "".join(f"    if x[{n}]: x = x + [{n}]\n" for n in range(300))
    + "    return x\nb([])\n",
    "forever.py": "while True:\n    x = [x]\n    for y in x:\n        x.append(y)\n",
    "self.py": "x = []\nx.append(x)\ny = ', '.join(x)\nz = {}\nz[0] = z\nstr(z), repr(x), sorted(x), x == x, hash(str(x))\n",
    "unpack.py": "a, *b = *[1] * 100, *[2] * 100\n" + "a = [*b, *b]\nb = [*a, *a]\n" * 60,
    "surrogates.py": "x = '\\ud800' + '\\U0010ffff'\nprint(x.encode())\n",
    "nul.py": "x = '\\0' * 100\n\0y = 1\n",
    "decorated.py": "x = print\n" + "@x\n" * 3000 + "def f(): pass\n",
    "match.py": "match x:\n" + "".join(f"    case [{'[' * 90}{']' * 90}]: pass\n" for _ in range(50)),
    "unicode.py": "ª = º = 'ﬁ'\nｘ = 𝐱 = 1\n",
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_bombs_end_and_hide_nothing(files, cclint, name):
    files({name: LEAK + BOMBS[name]})
    done = cclint("--output-format", "concise", name)
    assert "Traceback" not in done.err
    assert "internal" not in done.out
    assert found(done) == [f"{name}:8:5"], done.out[:2000]


# Encodings


PEOPLE = 'people = ["é.a@example.org", "b@example.org"]\n'
SENDING = 'import smtplib\nsmtplib.SMTP("localhost").sendmail("me@example.org", people, "To: " + ", ".join(people) + "\\n\\n")\n'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xef\xbb\xbf" + (PEOPLE + SENDING).encode(), ""),
        ((PEOPLE + SENDING).encode("utf-16"), ""),
        ((PEOPLE + SENDING).encode("utf-16-le"), ""),
        ((PEOPLE + SENDING).encode("utf-16-be"), ""),
        ((PEOPLE + SENDING).encode("utf-32"), ""),
        ((PEOPLE + SENDING).encode("latin-1"), ""),
        ((PEOPLE + "x = '€'\n" + SENDING).encode("cp1252"), ""),
        (("# -*- coding: cp1251 -*-\n" + PEOPLE.replace("é", "ж") + SENDING).encode("cp1251"), ""),
        (
            ("#!/usr/bin/python\n# vim: set fileencoding=koi8-r :\n" + PEOPLE.replace("é", "ж") + SENDING).encode(
                "koi8-r"
            ),
            "",
        ),
        (("# coding: utf-8-unix\n" + PEOPLE + SENDING).encode(), ""),
        (("# coding: latin-1-dos\n" + PEOPLE + SENDING).encode("latin-1"), ""),
        (("# coding: utf-7\n" + PEOPLE + SENDING).encode("utf-7"), ""),
        (
            ("# coding: utf-8\n" + PEOPLE + SENDING).encode("latin-1"),
            "the bytes are not utf-8, as the coding line says",
        ),
        (("# coding: ascii\n" + PEOPLE + SENDING).encode(), "the bytes are not ascii, as the coding line says"),
        (("# coding: uft-8\n" + PEOPLE + SENDING).encode(), "the coding line names an unknown encoding, 'uft-8'"),
        (("# coding: punycode\n" + PEOPLE + SENDING).encode(), "the coding line names an unknown encoding, 'punycode'"),
        (("# coding: rot13\n" + PEOPLE + SENDING).encode(), "the coding line names an unknown encoding, 'rot13'"),
        (
            b"\xef\xbb\xbf" + (PEOPLE + SENDING).encode("latin-1"),
            "the bytes are not utf-8-sig, as the byte order mark says",
        ),
        ((PEOPLE + SENDING).replace("\n", "\r\n").encode(), ""),
        ((PEOPLE + SENDING).replace("\n", "\r").encode(), ""),
        (("\x0c\n" + PEOPLE + "\x0c" + SENDING).encode(), ""),
        (("# a \0 b\n" * 3 + "#" * 1000 + "\n" + PEOPLE + SENDING).encode(), "line 1 holds a NUL byte"),
    ],
    ids=lambda value: ascii(value)[:40] if isinstance(value, bytes) else "",
)
def test_encodings(files, cclint, content, said):
    files({"main.py": content})
    done = cclint("--output-format", "concise", "--verbose")
    assert [place.rpartition(":")[0] for place in found(done)], done.out
    assert (said in done.out + done.err) if said else ("[encoding]" not in done.out + done.err)


def test_binary_data_is_no_text(files, cclint):
    files({"main.py": b"\x7fELF\0\0\0smtplib\0\0" * 100})
    done = cclint()
    assert done.status == 2
    assert "line 1 holds a NUL byte: this is binary data, no text" in done.out


def test_scripts_of_every_kind(files, cclint):
    script = "#!/usr/bin/env python2.4\n" + LEAK
    names = ["bin/send", "a.pyw", "b.wsgi", "c.cgi", "d.pyi", "e.py.in", "F.PY", "bin/no"]
    files({name: script if name != "bin/no" else LEAK for name in names})
    done = cclint("--output-format", "concise")
    assert sorted(place.split(":")[0] for place in found(done)) == sorted(names[:-1])


# Broken files


def test_one_broken_function_does_not_hide_another(files, cclint):
    files({"main.py": LEAK + "\n\ndef broken(x:\n    return (x\n\n\n" + LEAK.replace("send(", "again(")})
    done = cclint("--output-format", "concise")
    assert found(done) == ["main.py:8:5", "main.py:25:5"]
    assert re.search(r"^main.py:1[45]:\d+: not read \[syntax\] this is not valid Python: ", done.out, re.MULTILINE)
    assert "lines 14 to 17 were not looked at, the rest of the file was" in done.out


def test_one_broken_method_does_not_hide_another(files, cclint):
    method = "".join(f"    {line}\n" for line in LEAK.replace("def send(", "def send(self, ").splitlines()[4:])
    head = "\n".join(LEAK.splitlines()[:4])
    broken = "    def broken(self):\n        return (1 +\n\n"
    files({"main.py": f"{head}\n\nclass Mailer:\n{broken}{method}\nif True:\n    x = = 1\n{method}"})
    done = cclint("--output-format", "concise")
    assert len(found(done)) == 2, done.out
    assert "lines 7 to 9 were not looked at, the rest of the file was" in done.out
    assert done.out.count("[syntax]") == 2


def test_a_broken_file_of_python_2(files, cclint):
    files({"main.py": "print 'x'\n" + LEAK + "\nprint 'a' 'b' c\nprint >>f,\ntry: x\nexcept A, e: raise E, 'x'\n"})
    done = cclint("--output-format", "concise")
    assert found(done) == ["main.py:9:5"]
    assert (
        "main.py:14:15: not read [syntax] this is not valid Python 2: 'c' makes no sense here; line 14 was" in done.out
    )
