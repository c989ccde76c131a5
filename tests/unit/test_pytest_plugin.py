"""The Markdown runner as a pytest plug-in, the way that others use it."""

from __future__ import annotations

import pytest

from making import FIXED, LEAK

FENCE = "```"
GOOD = f"""
# Mail

{FENCE}py
{LEAK.replace("(people)", '(people)  # error: [visible-recipients] "unbounded"')}
{FENCE}

## With a configuration

{FENCE}py
{FIXED}
{FENCE}

{FENCE}toml
ignore = ["visible-fixed-list"]
{FENCE}
"""

BAD = f"""
# Mail

{FENCE}py
{LEAK}
{FENCE}

## Nothing here

{FENCE}py
x = 1  # error: [visible-recipients]
{FENCE}

## A configuration that is wrong

{FENCE}py
x = 1
{FENCE}

{FENCE}toml
nonsense = 1
{FENCE}
"""


@pytest.fixture
def suites(pytester, monkeypatch):
    pytester.makeconftest('pytest_plugins = ["cclint.testing.pytest_plugin"]')
    pytester.makefile(".ini", pytest="[pytest]\n")

    def run(*arguments, update=False, **texts):
        for name, text in texts.items():
            pytester.makefile(".md", **{name: text})
        if update:
            monkeypatch.setenv("CCLINT_UPDATE", "1")
        else:
            monkeypatch.delenv("CCLINT_UPDATE", raising=False)
        return pytester.runpytest_subprocess(*arguments)

    return run


def test_others_use_it(suites):
    result = suites("-v", good=GOOD)
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        ["*good.md::good - Mail PASSED*", "*good.md::good - Mail - With a configuration PASSED*"]
    )


def test_failures_are_told_with_lines_of_the_suite(suites):
    result = suites(bad=BAD)
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(
        [
            "bad.md",
            "line 11 (main.py:8): unexpected error [[]visible-recipients[]] To holds an unbounded number*",
            "line 21 (main.py:1): no error: [[]visible-recipients[]]",
            "*unknown key 'nonsense'*",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_a_suite_that_cannot_be_read_is_an_error(suites):
    result = suites(bad="# A\n```py\nx\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*bad:2: this block is never closed*"])


def test_readmes_and_other_files_are_no_suites(suites, pytester):
    suites("--collect-only", README=BAD, notes=GOOD).assert_outcomes()
    pytester.makefile(".ini", pytest="[pytest]\ncclint_suites = suite_*.md\n")
    result = suites("-v", notes=BAD, suite_mail=GOOD)
    result.assert_outcomes(passed=2)


def test_snapshots_are_compared_and_rewritten(suites, pytester):
    block = f"{FENCE}snapshot\noutdated\n{FENCE}\n"
    program = f"{FENCE}py\n{LEAK.replace('(people)', '(people)  # error: [visible-recipients]')}{FENCE}\n\n"
    text = f"# One\n\n{program}{block}\nBetween.\n\n# Two\n\n{program}{block}\nEnd.\n"
    result = suites(snap=text)
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["line *: the snapshot differs, CCLINT_UPDATE=1 rewrites it; the report is", "error*"])
    suites(update=True, snap=text).assert_outcomes(passed=2)
    rewritten = (pytester.path / "snap.md").read_text()
    assert rewritten.count("error[visible-recipients]: To holds") == 2
    assert "outdated" not in rewritten
    assert "Between." in rewritten
    assert rewritten.rstrip().endswith("\nEnd.")
    suites(snap=rewritten).assert_outcomes(passed=2)
    suites(snap=rewritten.replace("unbounded number", "bounded number", 1)).assert_outcomes(failed=1, passed=1)


def test_plug_ins_and_several_files(suites):
    text = f"""
# Ours

`acme.py`:

{FENCE}py
from cclint import Send, hookimpl, rule

@rule("house-style", on=Send)
def house_style(send):
    '''Ours.

    ## Example
    '''
    yield house_style.finding("no mail, please", at=send)

@hookimpl
def cclint_rules():
    return [house_style]
{FENCE}

`cclint.toml`:

{FENCE}toml
plugins = ["acme.py"]
select = ["house-style"]
{FENCE}

`pkg/mailer.py`:

{FENCE}py
import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["To"] = "ann@example.org"
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)  # error: [house-style] "no mail"
{FENCE}
"""
    suites(ours=text).assert_outcomes(passed=1)
