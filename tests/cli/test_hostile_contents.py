"""Contents that mean harm or are broken: what can be read is, what cannot is said, and every run ends."""

from __future__ import annotations

import re
import sys

import pytest

from making import LEAK, found

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


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
