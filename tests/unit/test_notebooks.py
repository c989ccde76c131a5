"""Notebooks: cells in order, magics passed over, places in the file."""

from __future__ import annotations

import json

from cclint.config import load
from cclint.discovery.paths import Targets
from cclint.engine import run
from cclint.plugins import load as load_plugins

SENDING = """\
message = EmailMessage()
message["To"] = ", ".join(people)
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)
"""
CELLS = [
    ("markdown", "# The monthly *report*\n\nfrom smtplib import nothing"),
    (
        "code",
        "%load_ext autoreload\n!pip install pandas\nimport smtplib\nfrom email.message import EmailMessage\nhelp?",
    ),
    ("code", "%%bash\nmail -s x a@example.org b@example.net"),
    ("code", "%%time\nfiles = !ls\npeople = [\"ann@example.org\", 'bob@example.net']"),
    ("code", SENDING),
]


def notebook(*, whole: bool = False) -> str:
    def source(text: str):
        return text if whole else text.splitlines(keepends=True)

    cells = [
        {"cell_type": kind, "metadata": {}, **({"outputs": []} if kind == "code" else {}), "source": source(text)}
        for kind, text in CELLS
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def report(folder, **files: str):
    (folder / "cclint.toml").touch()
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    config = load([str(folder)])
    return run(Targets((str(folder),)), config, load_plugins(config))


def test_a_finding_names_the_cell_and_the_line_of_the_file(tmp_path):
    text = notebook()
    found = report(tmp_path, a__ipynb=text)
    (finding,) = found.findings
    assert finding.message.startswith("cell 5: To holds 2 addresses")
    line = text.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(r"message[\"To\"] = ")
    assert found.notices == ()


def test_a_source_that_is_one_string(tmp_path):
    (finding,) = report(tmp_path, a__ipynb=notebook(whole=True)).findings
    assert finding.message.startswith("cell 5:")


def test_a_notebook_that_calls_a_helper_is_its_caller(tmp_path):
    helper = (
        "import smtplib\nfrom email.message import EmailMessage\n\n\ndef send(to):\n    message = EmailMessage()\n"
        '    message["To"] = ", ".join(to)\n    smtplib.SMTP("localhost").send_message(message)\n'
    )
    cells = [{"cell_type": "code", "source": ["from helper import send\n", 'send(["ann@example.org"])']}]
    assert report(tmp_path, helper__py=helper, b__ipynb=json.dumps({"cells": cells}, indent=1)).findings == ()


def test_what_cannot_be_read_is_a_notice(tmp_path):
    broken = {"cells": [{"cell_type": "code", "source": ["import smtplib\n", "def broken(:\n"]}]}
    found = report(
        tmp_path, a__ipynb=json.dumps(broken, indent=1), b__ipynb='{"worksheets": ["smtplib"]}', c__ipynb="smtplib {"
    )
    assert [(notice.path, notice.kind, notice.line > 1) for notice in found.notices] == [
        ("a.ipynb", "syntax", True), ("b.ipynb", "syntax", False), ("c.ipynb", "syntax", False),
    ]  # fmt: skip
