"""Mutated programs: cclint neither fails nor hangs, whatever the bytes."""

from __future__ import annotations

import os
import random
import re
import sys
from pathlib import Path

import pytest

from fuzz.mutate import files, look_at, mutated

SEED = int(os.environ.get("CCLINT_FUZZ_SEED", "1"))
COUNT = int(os.environ.get("CCLINT_FUZZ_MUTATIONS", "120"))
PROJECT = Path(__file__).parent.parent.parent
BLOCK = re.compile(r"^```py\n(.*?)^```$", re.MULTILINE | re.DOTALL)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a file that hangs is ended by a signal")


def programs() -> list[bytes]:
    """The examples, and the programs of the suites."""
    suites = sorted((PROJECT / "tests").rglob("*.md"))
    blocks = [block.encode() for path in suites for block in BLOCK.findall(path.read_text(encoding="utf-8"))]
    return [path.read_bytes() for path in files([PROJECT / "examples"])] + blocks


def test_mutated_programs_are_survived():
    known = programs()
    assert len(known) > 100
    for seed in range(SEED, SEED + COUNT):
        data = mutated(random.Random(seed).choice(known), seed)
        try:
            look_at(data)
        except Exception as error:
            pytest.fail(f"seed {seed}: {error!r} in\n{data!r}")


def test_a_failure_would_be_told(monkeypatch):
    import fuzz.mutate

    def broken(*_, **__):
        raise RuntimeError("broken")

    monkeypatch.setattr(fuzz.mutate, "analyse", broken)
    with pytest.raises(RuntimeError, match="broken"):
        look_at(b"import smtplib\n")
