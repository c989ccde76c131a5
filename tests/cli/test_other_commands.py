"""`cclint rules` and `cclint explain` as processes, and the console script."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from making import built_in_rules


def test_rules_lists_every_rule(cclint):
    done = cclint("rules")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()] == sorted(built_in_rules())
    assert re.search(r"^visible-fixed-list +warning +A fixed list of addresses", done.out, re.MULTILINE)


def test_rules_of_the_project_are_listed_with_their_origin(files, cclint):
    plugin = '''
from cclint import Send, hookimpl, rule

@rule("house-style", on=Send, preview=True)
def house_style(send):
    """Ours.

    ## Example

    ```py
    pass
    ```
    """
    yield from ()

@hookimpl
def cclint_rules():
    return [house_style]
'''
    files({"tools/style.py": plugin, "cclint.toml": 'plugins = ["tools/style.py"]\n'})
    assert re.search(r"house-style +error +Ours. \(preview, from tools/style.py\)", cclint("rules").out)
    assert "house-style" not in cclint("rules", "--isolated").out
    assert "from the plug-in tools/style.py" in cclint("explain", "house-style").out


def test_explain_prints_the_page(cclint):
    done = cclint("explain", "bcc-on-the-wire")
    assert done.status == 0
    assert done.out.startswith("# bcc-on-the-wire\n\nA Bcc header stands in the text that is sent")
    for heading in ("Why", "Example", "Use instead", "Limits", "Fix safety", "References"):
        assert f"\n## {heading}\n" in done.out
    assert "level: error; since version 0.1.0" in done.out


def test_explain_of_an_unknown_rule(cclint):
    done = cclint("explain", "visible-recipient")
    assert (done.status, done.out) == (2, "")
    assert "unknown rule 'visible-recipient'; did you mean 'visible-recipients'?" in done.err


def test_explain_of_nothing(cclint):
    assert cclint("explain").status == 2


def test_the_console_script_is_there():
    script = Path(sys.executable).with_name("cclint")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cclint ")
