"""Which programs are small enough to be followed as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cclint.analysis.program.layout import is_test
from cclint.analysis.program.project import Project
from cclint.analysis.relevance import wholly
from cclint.analysis.relevance.functions import Relevant
from cclint.analysis.relevance.sift import Sift
from cclint.analysis.relevance.widening import take_in
from cclint.frontends.files import read
from cclint.ir.source import Source
from cclint.models import load_needles

MAIL = "import smtplib\n\n\ndef post(to):\n    smtplib.SMTP().sendmail('a@example.org', to, 'x')\n"
FILES = {
    "mail.py": MAIL,
    "jobs.py": "import mail\nimport words\n\n\nclass Job:\n    def do(self):\n        mail.post(words.WHO)\n",
    "words.py": "WHO = []\n",
    "runner.py": "def run(jobs):\n    for one in jobs:\n        one.do()\n",
    "start.py": "import jobs\nimport runner\n\nrunner.run([jobs.Job()])\n",
    "later.py": "import start\n",
    "other.py": "def use():\n    return 1\n",
    "tests/test_start.py": "import start\n",
}
WHOLE = {"mail.py", "jobs.py", "words.py", "runner.py", "start.py", "later.py"}


def taken(files: dict[str, str]) -> Relevant:
    sources = [Source(path, Path(path), content=text.encode()) for path, text in sorted(files.items())]
    project = Project.of(sources, read)
    found = Relevant(Sift(load_needles()), project)
    take_in(project, {path for path, text in files.items() if "smtplib" in text}, found, sources, is_test)
    return found


def test_what_imports_links_belongs_to_a_program_in_both_directions():
    found = taken(FILES)
    assert found.whole == WHOLE == found.outlines.keys()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("words.py", "".join(f"def f{number}():\n    pass\n" for number in range(wholly.FUNCTIONS))),
        ("runner.py", "".join(f"import m{number}\n" for number in range(wholly.FILES))),
    ],
)
def test_a_large_program_takes_part_by_names(name, text):
    more = {f"m{number}.py": "" for number in range(wholly.FILES)}
    found = taken({**FILES, **more, name: f"{FILES[name]}{text}"})
    assert not found.whole
    assert "runner.py" not in found.outlines
    assert name in found.near  # it is small again when that changes


def test_a_program_that_many_import_is_large():
    more = {f"m{number}.py": "import words\n" for number in range(wholly.FILES)}
    assert not taken({**FILES, **more}).whole


def test_programs_without_mail_are_nobodys():
    assert "other.py" not in taken({**FILES, "also.py": "import other\n"}).outlines


def test_two_programs_are_told_apart():
    large = {f"m{number}.py": MAIL + "import hub\n" for number in range(wholly.FILES)}
    found = taken({**FILES, **large, "hub.py": ""})
    assert found.whole == WHOLE
