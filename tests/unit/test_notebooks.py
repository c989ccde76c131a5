"""Notebooks: cells in order, magics passed over, places in the file."""

from __future__ import annotations

import json

import pytest

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
    ("code", "%%bash\nls a@example.org b@example.net"),
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


IMPORTS = "import smtplib\nfrom email.message import EmailMessage\n"
PEOPLE = "people = ['ann@example.org', 'bob@example.net']\n"


def cells(*sources: str, **more) -> str:
    made = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source.splitlines(keepends=True)}
        for source in sources
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, **more}, indent=1)


@pytest.mark.parametrize(
    "odd",
    [
        "print 'as Python 2 has it'\n",
        "    indented = 1\n    whole = 2\n",
        "files = !ls *.csv\nresult = %sql select 1\nnames = [one for one in result]\n",
        "if True:\n    %time x = 1\n    !ls \\\n        /tmp\n    y = 2\n",
        "import asyncio\nawait asyncio.sleep(1)\n",
        "%%html\n<a href='x'>\n",
        "%%writefile other.py\nno python ((\n",
        "#@title A form\nrecipient = 'x@example.org' #@param {type:'string'}\n",
    ],
)
def test_what_notebooks_have_in_them(tmp_path, odd):
    found = report(tmp_path, a__ipynb=cells(IMPORTS, odd, PEOPLE, SENDING))
    assert [finding.message.split(":")[0] for finding in found.findings] == ["cell 4"]
    assert found.notices == ()


@pytest.mark.parametrize("broken", ["x = (\n", "def f(:\n    pass\n", "[1,\n2"])
def test_a_broken_cell_hides_no_other(tmp_path, broken):
    text = cells(IMPORTS, broken, PEOPLE, SENDING)
    found = report(tmp_path, a__ipynb=text)
    assert [finding.message.split(":")[0] for finding in found.findings] == ["cell 4"]
    (notice,) = found.notices
    assert notice.kind == "syntax"
    assert "in a cell of the notebook" in notice.reason
    assert "the rest of the file was" in notice.reason
    assert json.dumps(broken.split("\n")[0])[1:-1] in text.split("\n")[notice.line - 1]


def test_a_place_in_a_cell_that_is_indented(tmp_path):
    indented = "".join(f"    {line}" for line in (IMPORTS + PEOPLE + SENDING).splitlines(keepends=True))
    text = cells(indented)
    (finding,) = report(tmp_path, a__ipynb=text).findings
    line = text.split("\n")[finding.place.line - 1]
    assert line[finding.place.column - 1 :].startswith(r"message[\"To\"] = ")


def test_version_3(tmp_path):
    source = (IMPORTS + PEOPLE + SENDING).splitlines(keepends=True)
    sheet = {"cells": [{"cell_type": "code", "language": "python", "input": source, "outputs": []}]}
    text = json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [sheet]}, indent=1)
    assert [finding.rule for finding in report(tmp_path, a__ipynb=text).findings] == ["visible-fixed-list"]


def test_a_kernel_of_another_language(tmp_path):
    metadata = {"kernelspec": {"name": "ir", "language": "R"}}
    found = report(tmp_path, a__ipynb=cells("smtplib <- c('a', 'b')\nif (x) {\n", metadata=metadata))
    assert (found.findings, found.notices) == ((), ())


def commands(tmp_path, *cells: str, whole: bool = False):
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": cell if whole else cell.splitlines(keepends=True),
        }
        for cell in cells
    ]
    (tmp_path / "a.ipynb").write_text(
        json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    )
    config = load([str(tmp_path)])
    report = run(Targets((str(tmp_path),)), config, load_plugins(config))
    assert not report.notices
    return [(finding.rule, finding.message.partition(":")[0]) for finding in report.findings]


@pytest.mark.parametrize("whole", [False, True])
def test_commands_of_the_shell_that_send_mail(tmp_path, whole):
    found = commands(
        tmp_path,
        "%%bash\nls\necho done | mail -s done ann@example.org bob@example.net\n",
        "!ls\n!echo done | mail -s done ann@example.org",
        "to = 'ann@example.org,bob@example.net'\n!echo done | mail -s done {to}",
        "if to:\n    !echo done | awk '{print $1}' | mail -s done ann@example.org bob@example.net",
        "%%bash\necho done | mail -s done ann@example.org",
        whole=whole,
    )
    assert [rule for rule, _ in found] == ["visible-fixed-list"] * 3
