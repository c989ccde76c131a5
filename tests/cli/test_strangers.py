"""Code of plug-ins that fails, or does not end: the run goes on, or says which plug-in it was."""

from __future__ import annotations

import sys

import pytest

from making import LEAK

SETTINGS = 'plugins = ["plugin.py"]\n[limits]\nplugin-seconds = 0.3\n'
LOOPS = {
    "forever": "while True:\n        pass",
    "catches": "while True:\n        try:\n            str(1)\n        except Exception:\n            pass",
    "waits": "import time\n    time.sleep(1000)",
}
RULE = """
from cclint import Send, hookimpl, rule

@rule("waiting-rule", on=Send)
def waiting_rule(send):
    '''Waits.

    ## Example

    ```py
    pass
    ```
    '''
    {body}
    yield

@hookimpl
def cclint_rules():
    return [waiting_rule]
"""


def found(done) -> list[str]:
    """The places of findings, from a concise report."""
    return [line.partition(": ")[0] for line in done.out.splitlines() if "[visible-" in line]


@pytest.mark.parametrize("way", LOOPS)
def test_a_rule_that_does_not_end(files, cclint, way):
    if way == "waits" and sys.platform == "win32":
        pytest.skip("what waits cannot be interrupted")
    files({"main.py": LEAK, "plugin.py": RULE.format(body=LOOPS[way]), "cclint.toml": SETTINGS})
    done = cclint("--output-format", "concise")
    assert found(done) == ["main.py:8:5"]
    assert "the rule waiting-rule took longer than 0.3 seconds (limits.plugin-seconds)" in done.out
    assert done.status == 1


REPORTER = """
from cclint import hookimpl
from cclint.report import Reporter

def render(report, how):
    {body}

@hookimpl
def cclint_reporters():
    return [Reporter("slow", "Slow.", render)]
"""
HOOK = """
from cclint import hookimpl

@hookimpl
def cclint_rules():
    while True:
        pass
"""
STUCK = {
    "loading": (
        "while True:\n    pass\n",
        "the plug-in 'plugin.py' does not load: loading it took longer than 0.3 seconds",
    ),
    "hook": (HOOK, "cclint_rules of the plug-in plugin.py took longer than 0.3 seconds (limits.plugin-seconds)"),
    "reporter": (
        REPORTER.format(body="while True: pass"),
        "there is no report: the output format slow of the plug-in plugin.py took longer than 0.3 seconds",
    ),
    "reporter that fails": (
        REPORTER.format(body="1 / 0"),
        "there is no report: the output format slow of the plug-in plugin.py failed, ZeroDivisionError: division by zero",
    ),
}


@pytest.mark.parametrize("way", STUCK)
def test_a_plug_in_without_which_there_is_no_run(files, cclint, way):
    plugin, said = STUCK[way]
    files({"main.py": LEAK, "plugin.py": plugin, "cclint.toml": SETTINGS})
    done = cclint(*(("--output-format", "slow") if "reporter" in way else ()))
    assert done.status == 2
    assert said in done.err
    assert "Traceback" not in done.err


FRONT_END = """
from cclint import hookimpl
from cclint.hooks import Frontend
def lower(path, text):
    {body}
@hookimpl
def cclint_frontends():
    return [Frontend("odd", suffixes=(".odd",), lower=lower)]
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("while True: pass", "took longer than 0.3 seconds (limits.plugin-seconds)"),
        ("raise KeyError('x')", "failed, KeyError: 'x' (plugin.py:5)"),
    ],
    ids=["does not end", "fails"],
)
def test_a_front_end_does_not_end_the_run(files, cclint, body, said):
    files({"main.py": LEAK, "mail.odd": "x", "plugin.py": FRONT_END.format(body=body), "cclint.toml": SETTINGS})
    done = cclint("--output-format", "concise")
    assert found(done) == ["main.py:8:5"]
    assert f"the file was not read: the front end odd of the plug-in plugin.py {said}" in done.out


def test_a_plug_in_that_takes_its_time_is_not_interrupted(files, cclint):
    body = "import time\n    time.sleep(0.4)"
    settings = SETTINGS.replace("0.3", "20")
    files({"main.py": LEAK, "plugin.py": RULE.format(body=body), "cclint.toml": settings})
    assert "plugin-seconds" not in cclint("--output-format", "concise").out
