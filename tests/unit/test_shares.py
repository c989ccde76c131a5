"""Work that is shared among processes comes to what it comes to in one."""

from __future__ import annotations

import os
import sys

import pytest

from cclint.analysis import shares
from cclint.analysis.shares import shared

forks = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")


@pytest.fixture(autouse=True)
def several(monkeypatch):
    """Several processors, and no thread of the test runner's in the way."""
    monkeypatch.setattr(shares, "processors", lambda: 3)
    monkeypatch.setattr(shares.threading, "active_count", lambda: 1)


def squares(numbers):
    return [(number * number, os.getpid()) for number in numbers]


@forks
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("number", [0, 1, 7, 100, 1001])
def test_answers_come_in_order(number):
    found = shared(squares, number, worth=5)
    assert [one for one, _ in found] == [one * one for one in range(number)]
    assert len({process for _, process in found}) == max(1, min(3, number // 5)) * bool(number)


@forks
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("failure", [lambda: 1 / 0, lambda: os._exit(3), lambda: os.kill(os.getpid(), 9)])
def test_a_share_that_fails_is_done_again(failure):
    here = os.getpid()

    def work(numbers):
        if os.getpid() != here:
            failure()
        return [*numbers]

    assert shared(work, 20, worth=5) == [*range(20)]


@forks
def test_where_no_process_can_be_made_one_does_all(monkeypatch):
    def none():
        raise OSError

    monkeypatch.setattr(os, "fork", none)
    assert shared(lambda numbers: [*numbers], 20, worth=5) == [*range(20)]


def test_what_is_too_little_is_not_shared():
    assert len({process for _, process in shared(squares, 9, worth=5)}) == 1


def test_other_systems_do_without(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert len({process for _, process in shared(squares, 100, worth=5)}) == 1


@forks
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_run_in_shares_sees_what_a_run_in_one_sees(files, monkeypatch):
    from cclint.config import load
    from cclint.discovery.paths import Targets
    from cclint.engine import run
    from cclint.plugins import load as load_plugins
    from cclint.report import Rendering
    from making import LEAK

    texts = {f"a{number}.py": LEAK if number % 7 == 0 else "x = 1\n" for number in range(40)}
    folder = files({"pyproject.toml": "", "broken.py": "import smtplib\nx = (\n", "ci.yml": "mail: 1\n", **texts})
    seen = []
    for worth in (1000, 10):
        monkeypatch.setattr(shares, "WORTH", worth)
        config = load([str(folder)])
        plugins = load_plugins(config)
        report = run(Targets((str(folder),)), config, plugins)
        seen.append(plugins.reporters["json"].render(report, Rendering()))
    assert seen[0] == seen[1]
    assert "a35.py" in seen[0]
