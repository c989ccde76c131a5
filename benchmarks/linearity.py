"""How the cost of the analysis grows with the size of a program.

    python benchmarks/linearity.py [SHAPE ...] [--smallest N] [--largest N] [--limit EXPONENT] [--usual]

Programs of a growing size are generated in many shapes: long straight code, many functions, many callers of one helper,
chains and rings of calls, nested loops and branches, large literals, classes, files that import one another. Each is
analysed in a process of its own; what is measured is the processor's time, its import of cclint taken off, until it does
not get better. The exponent is the slope of the logarithms between the two largest programs: 1 is linear, 2 is quadratic.
The exit status is 1 where a shape grows faster than the limit.
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
    """Branches inside of each other, as deep as a tenth of the size, but no deeper than Python can read."""
    lines = "".join(
        "    " * (n + 1) + f"if flags[{n}]:\n" + "    " * (n + 2) + f"people = people + ['a{n}@example.org']\n"
        for n in range(max(2, min(size // 10, 90)))
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


def breadth(size: int) -> Files:
    """One function that calls many others, each with a message of its own."""
    each = "".join(f"def mail{n}(people):\n    send([people[{n}]], '{n}')\n\n\n" for n in range(size))
    calls = "".join(f"    mail{n}(people)\n" for n in range(size))
    return {"main.py": f"{HEAD}{each}def main(people):\n{calls}"}


def ring(size: int) -> Files:
    """Functions that call the next one, and the last one the first."""
    each = "".join(
        f"def step{n}(people):\n    if people:\n        step{(n + 1) % size}(people[1:])\n    send(people[:1], 'x')\n\n\n"
        for n in range(size)
    )
    return {"main.py": f"{HEAD}{each}step0(['a@example.org', 'b@example.org'])\n"}


def sends(size: int) -> Files:
    """One function that sends many messages."""
    body = "".join(
        f"    message = EmailMessage()\n    message['To'] = people[{n}]\n    server.send_message(message)\n"
        for n in range(size)
    )
    return {"main.py": f"{HEAD}def main(people):\n    server = smtplib.SMTP('localhost')\n{body}"}


def headers(size: int) -> Files:
    """One message of many header fields."""
    body = "".join(f"    message['X-Field-{n}'] = str({n})\n" for n in range(size))
    return {
        "main.py": f"{HEAD}def main(people):\n    message = EmailMessage()\n{body}    message['To'] = people[0]\n"
        "    smtplib.SMTP('localhost').send_message(message)\n"
    }


def elifs(size: int) -> Files:
    """One long chain of if and elif."""
    first = "    if name == 'first':\n        people = []\n"
    body = "".join(f"    elif name == 'n{n}':\n        people = ['a{n}@example.org']\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(name):\n{first}{body}    else:\n        return\n    send(people, 'x')\n"}


def sending_elifs(size: int) -> Files:
    """One long chain of if and elif, each of which sends."""
    first = "    if name == 'first':\n        return\n"
    body = "".join(f"    elif name == 'n{n}':\n        send(['a{n}@example.org'], 'x')\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(name):\n{first}{body}"}


def cases(size: int) -> Files:
    """One long match statement."""
    body = "".join(f"        case 'n{n}':\n            people = ['a{n}@example.org']\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(name):\n    people = []\n    match name:\n{body}    send(people, 'x')\n"}


def returns(size: int) -> Files:
    """One function with many ways out."""
    body = "".join(f"    if name == 'n{n}':\n        return ['a{n}@example.org']\n" for n in range(size))
    return {
        "main.py": f"{HEAD}def choose(name):\n{body}    return []\n\n\ndef main(name):\n    send(choose(name), 'x')\n"
    }


def attempts(size: int) -> Files:
    """Many try statements behind each other."""
    body = "".join(
        f"    try:\n        people.append(load({n}))\n    except OSError:\n        failed = {n}\n" for n in range(size)
    )
    return {"main.py": f"{HEAD}def main(load):\n    people = []\n    failed = 0\n{body}    send(people, failed)\n"}


def appends(size: int) -> Files:
    """A list that is added to in many statements."""
    body = "".join(f"    people.append('a{n}@example.org')\n" for n in range(size))
    return {"main.py": f"{HEAD}def main():\n    people = []\n{body}    send(people, 'x')\n"}


def entries(size: int) -> Files:
    """A dictionary that is filled in many statements."""
    body = "".join(f"    teams['t{n}'] = ['a{n}@example.org']\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(name):\n    teams = {{}}\n{body}    send(teams[name], 'x')\n"}


def dispatch(size: int) -> Files:
    """A table of functions, one of which is called."""
    each = "".join(f"def mail{n}(people):\n    send([people[{n}]], '{n}')\n\n\n" for n in range(size))
    table = "".join(f"    'n{n}': mail{n},\n" for n in range(size))
    return {"main.py": f"{HEAD}{each}TABLE = {{\n{table}}}\n\n\ndef main(name, people):\n    TABLE[name](people)\n"}


def keys(size: int) -> Files:
    """Many values taken from one large dictionary."""
    items = "".join(f"    'n{n}': 'a{n}@example.org',\n" for n in range(size))
    calls = "".join(f"    send([PEOPLE['n{n}']], 'x')\n" for n in range(size))
    return {"main.py": f"{HEAD}PEOPLE = {{\n{items}}}\n\n\ndef main():\n{calls}"}


def constants(size: int) -> Files:
    """Many names of a module."""
    names = "".join(f"ADDRESS_{n} = 'a{n}@example.org'\n" for n in range(size))
    calls = "".join(f"    send([ADDRESS_{n}], 'x')\n" for n in range(size))
    return {"main.py": f"{HEAD}{names}\n\ndef main():\n{calls}"}


def methods(size: int) -> Files:
    """One class with many methods that send."""
    each = "".join(f"    def mail{n}(self):\n        send([self.people[{n}]], '{n}')\n\n" for n in range(size))
    return {"main.py": f"{HEAD}class Mailer:\n    def __init__(self, people):\n        self.people = people\n\n{each}"}


def attributes(size: int) -> Files:
    """One object with many attributes, each of which a method sets."""
    each = "".join(f"    def set{n}(self, one):\n        self.one{n} = one\n\n" for n in range(size))
    calls = "".join(f"    mailer.set{n}('a{n}@example.org')\n" for n in range(size))
    uses = "".join(f"        send([self.one{n}], 'x')\n" for n in range(size))
    return {
        "main.py": f"{HEAD}class Mailer:\n{each}    def go(self):\n{uses}\n\ndef main():\n    mailer = Mailer()\n"
        f"{calls}    mailer.go()\n"
    }


def bases(size: int) -> Files:
    """Classes of which each inherits from the one before, as deep as a tenth of the size; each has ten methods."""
    depth = max(2, size // 10)
    each = "".join(
        f"class Mail{n}({f'Mail{n - 1}' if n else 'object'}):\n"
        + "".join(f"    def part{n}_{m}(self):\n        return 'a{n}@example.org'\n\n" for m in range(10))
        + "\n"
        for n in range(depth)
    )
    calls = "".join(f"    send([mail.part{n}_{n % 10}()], 'x')\n" for n in range(depth))
    return {"main.py": f"{HEAD}{each}def main():\n    mail = Mail{depth - 1}()\n{calls}"}


def diamonds(size: int) -> Files:
    """Classes with two bases each, which have one base, as deep as a hundredth of the size."""
    levels = max(2, size // 100)
    made = "class Top:\n    def people(self):\n        return ['a@example.org']\n\n\n"
    before = "Top"
    for n in range(levels):
        made += f"class Left{n}({before}):\n    pass\n\n\nclass Right{n}({before}):\n    def people(self):\n"
        made += f"        return super().people() + ['r{n}@example.org']\n\n\nclass Both{n}(Left{n}, Right{n}):\n    pass\n\n\n"
        before = f"Both{n}"
    return {"main.py": f"{HEAD}{made}send({before}().people(), 'x')\n"}


def address_text(size: int) -> Files:
    """One long text of addresses."""
    text = ", ".join(f"a{n}@example.org" for n in range(size * 4))
    return {"main.py": f"{HEAD}send(['{text}'], 'x')\n"}


def address_file(size: int) -> Files:
    """A table of addresses, of which each is sent a message, and all of them one."""
    rows = "".join(f"Ann {n},a{n}@example.org\n" for n in range(size * 4))
    read = "with open('people.csv') as file:\n    people = [row['email'] for row in csv.DictReader(file)]\n"
    return {
        "people.csv": f"name,email\n{rows}",
        "main.py": f"import csv\n{HEAD}{read}for person in people:\n    send([person], 'x')\nsend(people, 'x')\n",
    }


def supers(size: int) -> Files:
    """Classes whose methods call the base's, as deep as a tenth of the size."""
    each = "".join(
        f"class Mail{n}({f'Mail{n - 1}' if n else 'object'}):\n    def people(self):\n"
        f"        return {'super().people()' if n else '[]'} + ['a{n}@example.org']\n\n\n"
        for n in range(max(2, size // 10))
    )
    return {"main.py": f"{HEAD}{each}send(Mail{max(2, size // 10) - 1}().people(), 'x')\n"}


def attribute_chain(size: int) -> Files:
    """One long chain of attributes, as deep as a tenth of the size."""
    return {"main.py": f"{HEAD}def main(people):\n    send(people{'.next' * max(2, size // 10)}, 'x')\n"}


def builder(size: int) -> Files:
    """One long chain of methods that return their object, as deep as a tenth of the size."""
    made = (
        "class Builder:\n    def __init__(self):\n        self.people = []\n\n    def to(self, one):\n"
        "        self.people.append(one)\n        return self\n\n\n"
    )
    calls = "".join(f".to('a{n}@example.org')" for n in range(max(2, size // 10)))
    return {"main.py": f"{HEAD}{made}send(Builder(){calls}.people, 'x')\n"}


def concatenation(size: int) -> Files:
    """One long sum of texts."""
    terms = " + ', ' + ".join(f"people[{n}]" for n in range(size))
    return {"main.py": f"{HEAD}def main(people):\n    send([{terms}], 'x')\n"}


def sum_of_lists(size: int) -> Files:
    """One long sum of lists."""
    terms = " + ".join(f"['a{n}@example.org', people[{n}]]" for n in range(size))
    return {"main.py": f"{HEAD}def main(people):\n    send({terms}, 'x')\n"}


def conditions(size: int) -> Files:
    """One long condition."""
    terms = " or ".join(f"people[{n}] == 'a{n}@example.org'" for n in range(size))
    return {"main.py": f"{HEAD}def main(people):\n    if {terms}:\n        send(people, 'x')\n"}


def nested_loops(size: int) -> Files:
    """Loops inside of each other, as deep as a hundredth of the size."""
    depth = max(2, min(size // 100, 18))
    lines = "".join("    " * (n + 1) + f"for one{n} in people{n}:\n" for n in range(depth))
    names = ", ".join(f"people{n}" for n in range(depth))
    return {
        "main.py": f"{HEAD}def main({names}):\n    found = []\n{lines}{'    ' * (depth + 1)}found.append(one{depth - 1})\n"
        "    send(found, 'x')\n"
    }


def nested_functions(size: int) -> Files:
    """Functions inside of each other, as deep as a hundredth of the size."""
    depth = max(2, min(size // 100, 18))
    lines = "".join("    " * n + f"def step{n}(people):\n" for n in range(depth))
    back = "".join("    " * (n + 1) + f"step{n + 1}(people + [people[{n}]])\n" for n in reversed(range(depth - 1)))
    return {"main.py": f"{HEAD}{lines}{'    ' * depth}send(people, 'x')\n{back}"}


def nested_attempts(size: int) -> Files:
    """Statements that catch exceptions inside of each other, as deep as a hundredth of the size."""
    depth = max(2, min(size // 100, 18))
    lines = "".join("    " * (n + 1) + "try:\n" for n in range(depth))
    back = "".join(
        "    " * (n + 1) + "except OSError:\n" + "    " * (n + 2) + f"people = people[:{n}]\n"
        for n in reversed(range(depth))
    )
    return {
        "main.py": f"{HEAD}def main(people, load):\n{lines}{'    ' * (depth + 1)}people = load()\n{back}    send(people, 'x')\n"
    }


def nested_literal(size: int) -> Files:
    """Dictionaries inside of each other, as deep as a tenth of the size."""
    depth = max(2, min(size // 10, 90))
    return {
        "main.py": f"{HEAD}TEAMS = {'{0: ' * depth}['a@example.org', 'b@example.org']{'}' * depth}\n"
        f"send(TEAMS{'[0]' * depth}, 'x')\n"
    }


def nested_elements(size: int) -> Files:
    """Comprehensions behind each other, each over the one before."""
    body = "".join(f"    people = [one for one in people if one != 'a{n}@example.org']\n" for n in range(size))
    return {"main.py": f"{HEAD}def main(people):\n{body}    send(people, 'x')\n"}


def threads(size: int) -> Files:
    """Many functions that others are to call."""
    each = "".join(
        f"def mail{n}(people):\n    send([people[{n}]], '{n}')\n\n\nthreading.Thread(target=mail{n}, args=(PEOPLE,)).start()\n"
        for n in range(size)
    )
    return {"main.py": f"import threading\n{HEAD}PEOPLE = load()\n{each}"}


def imports(size: int) -> Files:
    """Modules that import one another in a ring."""
    found = {
        f"part{n}.py": f"import part{(n + 1) % size}\nfrom helper import send\n\n\ndef mail(people):\n"
        f"    send([people[{n}]], 'x')\n\n\ndef next(people):\n    part{(n + 1) % size}.mail(people)\n"
        for n in range(size)
    }
    return {"helper.py": HEAD, **found}


def hub(size: int) -> Files:
    """One module that imports many, each of which has a list."""
    found = {f"team{n}.py": f"PEOPLE = ['a{n}@example.org']\n" for n in range(size)}
    head = "".join(f"import team{n}\n" for n in range(size))
    calls = "".join(f"    send(team{n}.PEOPLE, 'x')\n" for n in range(size))
    return {"main.py": f"{head}{HEAD}def main():\n{calls}", **found}


def star_imports(size: int) -> Files:
    """Modules of which each takes all names of the one before."""
    depth = max(2, size // 10)
    found = {
        f"team{n}.py": (f"from team{n - 1} import *\n" if n else "") + f"PEOPLE_{n} = ['a{n}@example.org']\n"
        for n in range(depth)
    }
    return {"main.py": f"from team{depth - 1} import *\n{HEAD}send(PEOPLE_0, 'x')\n", **found}


SHAPES: dict[str, Callable[[int], Files]] = {
    one.__name__: one
    for one in (
        straight, branches, loops, attempts, elifs, sending_elifs, cases, returns, conditions, sends, headers, text,
        concatenation, sum_of_lists, appends, entries, nested_elements, literal, table, keys, constants, functions,
        callers, breadth, chain, fan, ring, dispatch, threads, classes, methods, attributes, bases, supers, builder,
        attribute_chain, nested_branches, nested_calls, nested_loops, nested_functions, nested_attempts, nested_literal,
        files, imports, hub, star_imports, diamonds, address_text, address_file,
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
limits = Limits() if sys.argv[2] == "usual" else Limits(steps=10**8, whole=10**9, seconds=600.0, file_seconds=600.0)
found = analyse(sources, root, models, limits)
print(time.process_time() - started, len(found.sends), sum(notice.kind == "cut" for notice in found.notices))
"""


PATIENCE = 120
"""Seconds after which a program is given up."""


def measured(made: Files, limits: str) -> tuple[float, str]:
    """The time that the analysis of a program takes, and what it found."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in made.items():
            Path(folder, name).write_text(content)
        best, told = math.inf, ""
        while True:
            try:
                done = subprocess.run(
                    [sys.executable, "-c", RUN, folder, limits],
                    capture_output=True, text=True, check=True, timeout=PATIENCE,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                return float(PATIENCE), "given up"
            seconds, sends, cut = done.stdout.split()
            told = f"{sends} messages" + (f", {cut} cut" if cut != "0" else "")
            if float(seconds) > 0.9 * best or float(seconds) > 2:
                return min(best, float(seconds)), told
            best = float(seconds)


def slope(points: list[tuple[int, float]]) -> float:
    """The exponent by which the time grows, between the largest programs."""
    (small, before), (large, after) = points[-2:]
    return math.log(after / before) / math.log(large / small)


def main() -> int:
    """Measure the shapes that the command line names, or all of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shapes", nargs="*", choices=[*SHAPES, []], metavar="SHAPE")
    parser.add_argument("--smallest", type=int, default=200)
    parser.add_argument("--largest", type=int, default=3200)
    parser.add_argument("--limit", type=float, default=1.2)
    parser.add_argument(
        "--usual", action="store_true", help="with the limits that a run has; without it there are none"
    )
    options = parser.parse_args()
    failed = False
    for name in options.shapes or SHAPES:
        size, points, told = options.smallest, [], ""
        while size <= options.largest and told != "given up":
            seconds, told = measured(SHAPES[name](size), "usual" if options.usual else "none")
            points.append((size, seconds))
            size *= 2
        exponent = slope(points)
        failed |= exponent > options.limit and points[-1][1] > 0.3
        times = "  ".join(f"{seconds:6.2f}" for _, seconds in points)
        print(f"{name:16} {times}  exponent {exponent:.2f}  ({told})", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
