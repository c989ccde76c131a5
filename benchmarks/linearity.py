"""How the cost of the analysis grows with the size of a program.

    python benchmarks/linearity.py [SHAPE ...] [--largest N] [--limit EXPONENT]

Programs of a growing size are generated in several shapes: long straight code, many functions, many callers of one
helper, chains of calls, nested loops and branches, large literals, classes, files. Each is analysed in a process of its
own; what is measured is the time of that process while it is running, its import of cclint taken off, the best of three.
The exponent is the slope of the logarithms: 1 is linear, 2 is quadratic. The exit status is 1 where a shape grows faster
than the limit.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HEAD = """\
import smtplib
from email.message import EmailMessage


def send(people, text):
    message = EmailMessage()
    message["To"] = ", ".join(people)
    message.set_content(text)
    smtplib.SMTP("localhost").send_message(message)


"""
Files = dict[str, str]


def straight(size: int) -> Files:
    """One function, many statements."""
    body = "".join(
        f"    name{n} = people[{n % 7}] + str({n})\n    others{n} = [name{n}, *people[:{n % 5}]]\n" for n in range(size)
    )
    return {"main.py": f"{HEAD}def main(people):\n{body}    send(others0, 'x')\n"}


def branches(size: int) -> Files:
    """One function, many branches behind each other."""
    body = "".join(f"    if flags[{n}]:\n        people = people + ['a{n}@example.org']\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(people, flags):\n{body}    send(people, 'x')\n"}


def functions(size: int) -> Files:
    """Many functions, each with a message of its own."""
    each = "".join(
        f"def mail{n}(people):\n    for person in people:\n        send([person.email], '{n}')\n\n\n"
        for n in range(size)
    )
    return {"main.py": HEAD + each}


def callers(size: int) -> Files:
    """Many calls of one helper, with arguments of their own."""
    body = "".join(f"    send(['a{n}@example.org'], 'text {n}')\n" for n in range(size))
    return {"main.py": f"{HEAD}def main():\n{body}\n\nmain()\n"}


def chain(size: int) -> Files:
    """Functions that call the next one."""
    links = "".join(f"def step{n}(people):\n    return step{n + 1}(people)\n\n\n" for n in range(size))
    return {"main.py": f"{HEAD}{links}def step{size}(people):\n    send(people, 'x')\n\n\nstep0(['a@example.org'])\n"}


def fan(size: int) -> Files:
    """Functions that call the next one twice: with the same arguments the second call is known."""
    links = "".join(
        f"def step{n}(people):\n    step{n + 1}(people)\n    step{n + 1}(people)\n\n\n" for n in range(size)
    )
    return {"main.py": f"{HEAD}{links}def step{size}(people):\n    send(people, 'x')\n\n\nstep0(['a@example.org'])\n"}


def loops(size: int) -> Files:
    """Many loops behind each other."""
    body = "".join(f"    for one in rows{n % 3}:\n        found.append(one.email)\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(rows0, rows1, rows2):\n    found = []\n{body}    send(found, 'x')\n"}


def nested_branches(size: int) -> Files:
    """Branches inside of each other, as deep as a tenth of the size."""
    lines = "".join(
        "    " * (n + 1) + f"if flags[{n}]:\n" + "    " * (n + 2) + f"people = people + ['a{n}@example.org']\n"
        for n in range(max(2, size // 10))
    )
    return {"main.py": f"{HEAD}def main(people, flags):\n{lines}    send(people, 'x')\n"}


def nested_calls(size: int) -> Files:
    """Calls inside of each other, as deep as a tenth of the size."""
    depth = max(2, size // 10)
    return {"main.py": f"{HEAD}def main(people):\n    send({'list(' * depth}people{')' * depth}, 'x')\n"}


def literal(size: int) -> Files:
    """One long list."""
    items = "".join(f"    'a{n}@example.org',\n" for n in range(size * 4))
    return {"main.py": f"{HEAD}PEOPLE = [\n{items}]\nfor person in PEOPLE:\n    send([person], 'x')\n"}


def table(size: int) -> Files:
    """One large dictionary of teams."""
    items = "".join(f"    'team{n}': ['a{n}@example.org', 'b{n}@example.org'],\n" for n in range(size * 2))
    return {"main.py": f"{HEAD}TEAMS = {{\n{items}}}\n\n\ndef main(name):\n    send(TEAMS[name], 'x')\n"}


def text(size: int) -> Files:
    """Text that is put together piece by piece."""
    body = "".join(f"    text += f'line {n} {{people[{n % 3}]}}\\n'\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(people):\n    text = ''\n{body}    send([text], text)\n"}


def classes(size: int) -> Files:
    """Many classes with one base."""
    each = "".join(
        f"class Mail{n}(Base):\n    def receivers(self):\n        return ['a{n}@example.org']\n\n\n"
        for n in range(size)
    )
    base = "class Base:\n    def go(self):\n        send(self.receivers(), 'x')\n\n\n"
    calls = "".join(f"Mail{n}().go()\n" for n in range(size))
    return {"main.py": HEAD + base + each + calls}


def files(size: int) -> Files:
    """Many files that use one helper."""
    found = {
        f"part{n}.py": f"from helper import send\n\n\ndef main(people):\n    send([people[{n}]], 'x')\n"
        for n in range(size)
    }
    return {"helper.py": HEAD, **found}


SHAPES: dict[str, Callable[[int], Files]] = {
    one.__name__: one
    for one in (
        straight, branches, functions, callers, chain, fan, loops, nested_branches, nested_calls, literal, table, text,
        classes, files,
    )
}  # fmt: skip
RUN = """\
import sys, time
from pathlib import Path
from cclint.analysis import Limits, analyse
from cclint.ir.source import Source
from cclint.models import load_models
models = load_models()
root = Path(sys.argv[1])
sources = [Source(path.relative_to(root).as_posix(), path) for path in sorted(root.rglob("*.py"))]
started = time.process_time()
found = analyse(sources, root, models, Limits(steps=10**8, seconds=600.0))
print(time.process_time() - started, len(found.sends), sum(notice.kind == "cut" for notice in found.notices))
"""


def measured(made: Files) -> tuple[float, str]:
    """The time that the analysis of a program takes, and what it found."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in made.items():
            Path(folder, name).write_text(content)
        best, told = math.inf, ""
        for _ in range(3):
            done = subprocess.run([sys.executable, "-c", RUN, folder], capture_output=True, text=True, check=True)
            seconds, sends, cut = done.stdout.split()
            best, told = min(best, float(seconds)), f"{sends} messages" + (f", {cut} cut" if cut != "0" else "")
    return best, told


def main() -> int:
    """Measure the shapes that the command line names, or all of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shapes", nargs="*", choices=[*SHAPES, []], metavar="SHAPE")
    parser.add_argument("--smallest", type=int, default=50)
    parser.add_argument("--largest", type=int, default=800)
    parser.add_argument("--limit", type=float, default=1.3)
    options = parser.parse_args()
    failed = False
    for name in options.shapes or SHAPES:
        size, points = options.smallest, []
        while size <= options.largest:
            seconds, told = measured(SHAPES[name](size))
            points.append((size, seconds))
            size *= 4
        (small, before), (large, after) = points[-2:]
        exponent = math.log(after / before) / math.log(large / small)
        failed |= exponent > options.limit and after > 0.2
        times = "  ".join(f"{one}: {seconds:.2f} s" for one, seconds in points)
        print(f"{name:16} {times}  exponent {exponent:.2f}  ({told})", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
