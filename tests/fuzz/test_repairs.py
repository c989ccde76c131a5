"""Generated programs deliver the same mail when they are repaired, with a small budget.

CCLINT_FUZZ_SEED and CCLINT_FUZZ_COUNT choose other programs, and more of them.
"""

from __future__ import annotations

import os
import sys

import pytest

from fuzz.grammar.shapes import generate
from fuzz.known import LEAK, TWO
from fuzz.oracle.client import Oracle
from fuzz.program import Program
from fuzz.repairs import examine

SEED = int(os.environ.get("CCLINT_FUZZ_SEED", "1"))
COUNT = int(os.environ.get("CCLINT_FUZZ_COUNT", "60"))

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or sys.version_info < (3, 11),
    reason="programs run in forks, and are written for Python 3.11",
)

WORLDS = (TWO,)


@pytest.fixture(scope="module")
def oracle():
    with Oracle() as running:
        yield running


def test_repaired_programs_deliver_the_same_mail(oracle):
    whole = exposing = 0
    for seed in range(SEED, SEED + COUNT):
        outcome = examine(generate(seed), oracle)
        if outcome is None:
            continue
        exposing += 1
        whole += bool(outcome.applied) and not outcome.left
        if outcome.faults:
            told = "\n".join((*outcome.faults, *map(str, outcome.applied)))
            pytest.fail(f"seed {seed}: {told}\n{outcome.before}\n---- repaired\n{outcome.after}", pytrace=False)
    assert exposing
    assert whole >= exposing * 0.6


# The fuzzer itself must see what it looks for


def test_a_repaired_program_is_run_again(oracle):
    outcome = examine(Program({"main.py": LEAK}, WORLDS), oracle)
    assert outcome is not None
    assert [rule for rule, _ in outcome.applied] == ["visible-recipients"]
    assert outcome.faults == ()


@pytest.mark.parametrize(
    ("worse", "fault"),
    [
        ("smtp.send_message(message, to_addrs=people[:1])", "lost"),
        ("smtp.send_message(message); smtp.send_message(message)", "more"),
        ('raise ValueError("no")', "it fails"),
        ('smtp.sendmail("office@lit.example", people, "To: " + ", ".join(people))', "it exposes"),
    ],
)
def test_a_worse_program_is_told_from_the_original(oracle, worse, fault):
    from fuzz.repairs import compare

    def run(text: str):
        (result,) = oracle.observe(Program({"main.py": text}, WORLDS))
        return result

    faults = compare(run(LEAK), run(LEAK.replace("smtp.send_message(message)", worse)), left=0, rules=set())
    assert any(fault in one for one in faults)
