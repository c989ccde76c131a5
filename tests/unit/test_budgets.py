"""The analysis always ends, and what it was too long for is said."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from cclint.analysis import Analysis, Limits, analyse, memory
from cclint.ir.source import Source
from cclint.models import load_models
from cclint.models.library import Models

SEND = """\
import smtplib
from email.message import EmailMessage


def send(people):
    message = EmailMessage()
    message["To"] = ", ".join(people)
    smtplib.SMTP("localhost").send_message(message)


"""


@pytest.fixture(scope="module")
def models() -> Models:
    return load_models()


def analysed(tmp_path: Path, models: Models, program: str, limits: Limits | None = None) -> Analysis:
    path = tmp_path / "main.py"
    path.write_text(SEND + program)
    return analyse([Source("main.py", path)], tmp_path, models, limits or Limits())


def most(found: Analysis) -> int:
    return max(send.audience("To").count.most for send in found.sends)


def test_the_end_of_a_long_module_is_reached(tmp_path, models):
    calls = "".join(f"send(['a{number}@example.org'])\n" for number in range(900))
    found = analysed(tmp_path, models, f"{calls}send(['a@example.org', 'b@example.org'])\n")
    assert most(found) == 2
    assert not found.notices


def test_a_module_that_is_too_long_for_an_entry_goes_on_where_it_was_broken_off(tmp_path, models):
    (tmp_path / "long.py").write_text(
        "def tell(*values):\n    print(*values)\n\n\n"
        + "".join(f"tell({number}, [{number}])\n" for number in range(1200))
        + "PEOPLE = ['a@example.org', 'b@example.org']\n"
    )
    jobs = "".join(f"def job{number}():\n    send(PEOPLE)\n\n\n" for number in range(6))
    (tmp_path / "main.py").write_text(f"from long import PEOPLE\n\n{SEND}{jobs}")
    sources = [Source(name, tmp_path / name) for name in ("long.py", "main.py")]
    limits = Limits(steps=4_000)
    assert most(analyse(sources, tmp_path, models, limits)) == 2
    everything = analyse(sources, tmp_path, models, Limits(steps=1_000, whole=1_000))
    assert most(everything) > 2


def test_what_a_module_is_given_by_a_call_that_was_left_out_at_first_is_known_in_the_end(tmp_path, models):
    (tmp_path / "settings.py").write_text(
        "def load():\n"
        + "".join(f"    number{number} = {number}\n" for number in range(700))
        + "    return ['a@example.org', 'b@example.org']\n\n\n"
        + "".join(f"print({number}, [{number}])\n" for number in range(600))
        + "PEOPLE = load()\n"
    )
    (tmp_path / "main.py").write_text(f"from settings import PEOPLE\n\n{SEND}send(PEOPLE)\n")
    sources = [Source(name, tmp_path / name) for name in ("settings.py", "main.py")]
    found = analyse(sources, tmp_path, models, Limits())
    assert most(found) == 2
    assert len(found.sends) == 1


@pytest.mark.parametrize(
    ("begin", "end"),
    [("def main(people):\n", "    "), ("people = load()\n", "")],
    ids=["function", "module"],
)
def test_no_message_is_lost_where_more_is_sent_than_an_entry_can_do_at_first(tmp_path, models, begin, end):
    """What was cut short at first is evaluated anew with more steps, and what was not is not forgotten."""
    number = 500
    mails = "".join(f"def mail{n}(people):\n    send([people[{n}]])\n\n\n" for n in range(number))
    calls = "".join(f"{end}mail{n}(people)\n" for n in range(number))
    found = analysed(tmp_path, models, f"{mails}{begin}{calls}", Limits(steps=100_000))
    assert not found.notices
    assert len({send.fields[0].trace for send in found.sends}) == number


def test_what_is_cut_short_is_said(tmp_path, models):
    calls = "".join(f"send(['a{number}@example.org'])\n" for number in range(900))
    found = analysed(tmp_path, models, calls, Limits(steps=1000))
    assert "cut" in {notice.kind for notice in found.notices}


@pytest.mark.parametrize("place", ["def main(tree, people):\n    ", ""])
def test_a_call_that_is_too_dear_does_not_hide_what_comes_after_it(tmp_path, models, place):
    """A tree of calls, each with something else, none of which is known already."""
    steps = "".join(
        f"def step{number}(tree):\n    step{number + 1}(tree.left)\n    step{number + 1}(tree.right)\n\n\n"
        for number in range(20)
    )
    last = "def step20(tree):\n    send([tree])\n\n\n"
    end, tree = ("    ", "") if place else ("", "from trees import tree, people\n")
    program = f"{tree}{steps}{last}{place}step0(tree)\n{end}send(['a@example.org', *people])\n"
    found = analysed(tmp_path, models, program, Limits(steps=3000))
    assert most(found) > 1
    assert "cut" in {notice.kind for notice in found.notices}


def test_the_end_of_a_function_is_reached_whose_calls_take_all_there_is(tmp_path, models):
    """Many calls in nested loops, each of them dear: what the function itself does, is judged all the same."""
    helpers = "".join(
        f"def look{number}(tree):\n"
        "    for branch in tree.branches():\n        for twig in branch.twigs():\n            for leaf in twig.leaves():\n"
        f"                if leaf.kind == {number}:\n                    tree = leaf.root(tree)\n"
        "    return tree.name\n\n\n"
        for number in range(60)
    )
    calls = "".join(f"                name = look{number}(twig)\n                print(name)\n" for number in range(60))
    loops = "    for root in tree:\n        for branch in root:\n            for twig in branch:\n"
    program = f"{helpers}def main(tree, people):\n{loops}{calls}    message = EmailMessage()\n"
    program += "    message['Cc'] = ', '.join(people)\n    smtplib.SMTP('localhost').send_message(message)\n"
    found = analysed(tmp_path, models, program)
    assert max(send.audience("Cc").count.most for send in found.sends) > 1
    assert {notice.kind for notice in found.notices} == {"cut"}


def test_a_call_that_has_nothing_to_do_does_not_hide_one_that_is_too_dear(tmp_path, models):
    """The function comes to its end where there is no text; what it writes is judged all the same."""
    work = "".join(f"        text = look(text + '{number}')\n" for number in range(12))
    found = analysed(
        tmp_path,
        models,
        "def look(text):\n    for one in text:\n        for other in text:\n            print(one, other, len(text))\n"
        "    return str(text)\n\n\n"
        "def build(people, text):\n    if text:\n" + work + "        message = EmailMessage()\n"
        "        message['Cc'] = ', '.join(people)\n        message.set_content(text)\n        return message\n\n\n"
        "def main(people, texts):\n    build(people, '')\n"
        + "".join(f"    build(people + [{number}], texts[{number}])\n" for number in range(60)),
        Limits(steps=1_000),
    )
    assert max((send.audience("Cc").count.most for send in found.sends), default=0) > 2


def test_recursion_over_what_is_not_known_ends_at_once(tmp_path, models):
    program = """\
def clean(text):
    found = []
    for name, address in text.pairs():
        if name.encoded:
            name = clean(name)
        for part in name.parts():
            found.append(clean(part) + address)
    return ", ".join(found)


def main(texts):
    send([clean(text) for text in texts])
"""
    found = analysed(tmp_path, models, program, Limits(steps=600))
    assert most(found) > 1
    assert not found.notices


def test_functions_that_call_the_next_one_twice(tmp_path, models):
    """Two to the power of sixty calls; all but sixty are known already."""
    steps = "".join(
        f"def step{number}(people):\n    step{number + 1}(people)\n    step{number + 1}(people)\n\n\n"
        for number in range(30)
    )
    found = analysed(tmp_path, models, f"{steps}def step30(people):\n    send(people)\n\n\nstep0(['a@example.org'])\n")
    assert len(found.sends) == 1
    assert most(found) == 1


@pytest.mark.parametrize(
    "program",
    [
        "def f(n):\n    return f(n + 1)\n\n\nsend([f(0)])\n",
        "def f(n):\n    return [*f(n), *g(n)]\n\n\ndef g(n):\n    return f(n) + g(n)\n\n\nsend(f(0))\n",
        "people = []\nwhile True:\n    people.append(people)\n    send(people)\n",
        "def f(g):\n    return g(g)\n\n\nsend(f(f))\n",
        "def walk(tree):\n    for one in tree:\n        yield from walk(one)\n\n\ndef main(tree):\n    send(walk(tree))\n",
        "text = ''\nfor a in range(40):\n    for b in range(40):\n        text = text + text + ','\nsend([text])\n",
        "class A:\n    def __getattr__(self, name):\n        return getattr(self, name + 'x')\n\n\nsend(A().people)\n",
        "text = load()\n"
        + "for one in load():\n    text = f'{text}, {text}'\ntext = text.replace('a', one).split(',')[0]\n" * 4
        + "send([text])\n",
        f"import re\nsend([re.match(r'(\\s*(a)(\\s*b)?)*c', '{'a' * 40}')])\n",
        f"import re\nsend(re.split(r'\\s*\\s*\\s*x', '{' ' * 9000}'))\n",
        "send(range(10 ** 30))\nsend(range(1 << 80, 1, -1))\nsend(range(1, 2, 0))\nsend(range(1, 2, 3, 4))\n",
        "def numbers():\n    n = 0\n    while True:\n        yield n\n        n += 1\n\n\nsend([str(n) for n in numbers()])\n",
    ],
    ids=[
        "counting",
        "mutual",
        "itself",
        "omega",
        "tree",
        "doubling",
        "quadrupling",
        "getattr",
        "pattern",
        "patterns",
        "ranges",
        "endless",
    ],
)
def test_programs_that_do_not_end(tmp_path, models, program):
    found = analysed(tmp_path, models, program)
    assert found.read == 1
    assert "internal" not in {notice.kind for notice in found.notices}


def test_what_holds_itself_is_copied_once(tmp_path, models):
    program = """\
import copy


class Club:
    def __init__(self, people):
        self.people, self.lists, self.club = people, [people], self
        self.lists.append(self.lists)


send(copy.deepcopy(Club(["a@example.org"])).club.lists[0])
"""
    found = analysed(tmp_path, models, program)
    assert not found.notices
    assert most(found) == 1


def test_deeply_nested_code(tmp_path, models):
    depth = 300
    nested = (
        "".join("    " * (n + 1) + f"if flags[{n}]:\n" for n in range(40))
        + "    " * 41
        + "people = people + ['x@example.org']\n"
    )
    calls = f"def main(people, flags):\n{nested}    send({'list(' * depth}people{')' * depth})\n"
    assert analysed(tmp_path, models, calls).read == 1


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(seconds=1e-9), "its budget of steps or time is used up"),
        (Limits(file_seconds=1e-9), "this file was cut short after 1e-09 seconds (limits.file-seconds)"),
        (Limits(steps=5, whole=5), "its budget of steps or time is used up"),
        (Limits(memory=0), "this file was cut short after 0 megabytes (limits.memory)"),
        (Limits(tokens=40), "there are more than 40 tokens in this file"),
    ],
    ids=["seconds", "file-seconds", "steps", "memory", "tokens"],
)
def test_every_limit_is_said_where_it_cuts(tmp_path, models, limits, said):
    many = "".join(f"def f{n}(people):\n    send([*people, '{n}@example.org'])\n\n\n" for n in range(30))
    every = "".join(f"    f{n % 30}([str({n})])\n" for n in range(1200))
    found = analysed(tmp_path, models, f"{many}def f(people):\n{every}", limits)
    assert any(said in notice.reason for notice in found.notices), found.notices
    assert {notice.kind for notice in found.notices} == {"cut"}


def test_many_entries_that_take_a_little_memory_each_are_not_too_much(tmp_path, models, monkeypatch):
    megabytes = itertools.count(100.0, 0.001)
    monkeypatch.setattr(memory, "taken", lambda: next(megabytes))
    many = "".join(f"def f{n}(people):\n    send([people[{n}]])\n\n\n" for n in range(30))
    assert not analysed(tmp_path, models, many, Limits(memory=10)).notices


@pytest.mark.parametrize(
    "program",
    [
        "def main(name):\n    if name == 'x':\n        return\n"
        + "".join(f"    elif name == '{n}':\n        send(['a{n}@example.org'])\n" for n in range(900)),
        "def main(rows):\n    found = []\n"
        + "".join("    " * (n + 1) + f"for one{n} in rows[{n}]:\n" for n in range(18))
        + "    " * 19
        + "found.append(one17)\n    send(found)\n",
        "def main(people):\n    text = ''\n"
        + "".join(f"    text += f'{n} {{people[{n}]}}, '\n" for n in range(900))
        + "    send([text])\n",
    ],
    ids=["elif", "loops", "text"],
)
def test_long_and_deep_programs_are_followed_to_their_ends(tmp_path, models, program):
    found = analysed(tmp_path, models, program)
    assert not found.notices
    assert found.sends
