"""The differential fuzzer, with a small budget: what generated programs send is what is predicted of them.

Longer runs are made by hand, see CONTRIBUTING.md. The environment variables CCLINT_FUZZ_SEED and CCLINT_FUZZ_COUNT
choose other programs, and more of them.
"""

from __future__ import annotations

import dataclasses
import os
import sys

import pytest

from fuzz.compare import Kind, compare
from fuzz.grammar.shapes import generate
from fuzz.known import LEAK, ONE, TWO
from fuzz.oracle.client import Oracle
from fuzz.prediction import predict
from fuzz.program import Program
from fuzz.run import examine, outcome_of, shrunk

SEED = int(os.environ.get("CCLINT_FUZZ_SEED", "1"))
COUNT = int(os.environ.get("CCLINT_FUZZ_COUNT", "60"))

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or sys.version_info < (3, 11),
    reason="programs run in forks, and are written for Python 3.11",
)

WORLDS = (TWO, ONE)


@pytest.fixture(scope="module")
def oracle():
    with Oracle() as running:
        yield running


def test_generated_programs_send_what_is_predicted(oracle):
    tried = exposed = 0
    for seed in range(SEED, SEED + COUNT):
        outcome = outcome_of(seed, oracle)
        if outcome.invalid:
            continue
        tried += 1
        exposed += outcome.exposed
        if outcome.differences:
            program = shrunk(outcome, oracle)
            told = "\n".join(map(str, outcome.differences))
            pytest.fail(f"seed {seed}: {told}\n{program}\nrun: python -m fuzz --seed {seed} --count 1", pytrace=False)
    assert tried > COUNT * 0.8
    assert 0.1 < exposed / tried < 0.9


def test_a_seed_makes_one_program():
    assert generate(7) == generate(7)
    assert generate(7) != generate(8)


# The fuzzer itself must see what it looks for


def test_a_leak_is_seen_and_agreed_upon(oracle):
    outcome = examine(Program({"main.py": LEAK}, WORLDS), oracle)
    assert not outcome.invalid
    assert outcome.exposed
    assert not outcome.differences


def differences(oracle, *, ran: str, read: str):
    """What is told where one program runs and another one is read."""
    program = Program({"main.py": ran}, WORLDS)
    runs = oracle.observe(program)
    return {(one.kind, one.role) for one in compare(predict(Program({"main.py": read}, WORLDS)), runs, program)}


def test_a_missed_alarm_is_told(oracle):
    safe = LEAK.replace('", ".join(people)', "people[0]")
    assert differences(oracle, ran=LEAK, read=safe) == {(Kind.MISSED, "To")}


def test_a_false_alarm_is_told(oracle):
    safe = LEAK.replace('", ".join(people)', "people[0]")
    assert differences(oracle, ran=safe, read=LEAK) == {(Kind.FALSE_ALARM, "To")}


def test_a_wrong_place_is_told(oracle):
    moved = LEAK.replace("import os\n", "import os\n# moved by a line\n")
    assert differences(oracle, ran=moved, read=LEAK) == {(Kind.MISPLACED, "To"), (Kind.FALSE_ALARM, "To")}


def test_a_wrong_count_is_told(oracle):
    two = 'people = ["ann@lit.example", "bob@lit.example"]'
    closed = LEAK.replace('people = os.environ["PEOPLE"].split(",")', two)
    program = Program({"main.py": closed})
    more = Program({"main.py": closed.replace("bob@lit.example", "bob@lit.example, cleo@lit.example")})
    found = compare(predict(more), oracle.observe(program), program)
    assert [one.kind for one in found] == [Kind.COUNT]


def test_bcc_is_shown_only_where_it_travels(oracle):
    hidden = LEAK.replace('message["To"]', 'message["Bcc"]').replace(
        "smtp.send_message(message)", 'smtp.send_message(message, "office@lit.example", people)'
    )
    shown = hidden.replace(
        'smtp.send_message(message, "office@lit.example", people)',
        'smtp.sendmail("office@lit.example", people, message.as_string())',
    )
    for text, exposed in ((hidden, False), (shown, True)):
        outcome = examine(Program({"main.py": text}, WORLDS), oracle)
        assert (outcome.invalid, outcome.exposed, outcome.differences) == ("", exposed, ())


def test_shrinking_keeps_the_difference(oracle, monkeypatch):
    import fuzz.run

    monkeypatch.setattr(
        fuzz.run, "predict", lambda program: dataclasses.replace(predict(program), alarms=())
    )  # an analysis that misses everything
    padded = LEAK.replace("message = ", 'unused = [word for word in "some words".split()]\nprint(unused)\nmessage = ')
    outcome = examine(Program({"main.py": padded}, WORLDS), oracle)
    assert [one.kind for one in outcome.differences] == [Kind.MISSED]
    small = str(shrunk(outcome, oracle))
    assert "unused" not in small
    assert "send_message" in small
