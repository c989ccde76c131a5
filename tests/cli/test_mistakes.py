"""What cannot be done is refused, with the place and the remedy."""

from __future__ import annotations

import pytest

from making import CLEAN, LEAK


def test_a_path_that_is_missing(files, cclint):
    files({"mailer.py": CLEAN})
    done = cclint("mailr.py")
    assert (done.status, done.out) == (2, "")
    assert "there is no file or folder 'mailr.py'; did you mean 'mailer.py'?" in done.err
    assert "exit status 2" in done.last


def test_a_path_that_is_missing_in_a_folder(files, cclint):
    files({"src/mailer.py": CLEAN})
    assert "did you mean 'src/mailer.py'?" in cclint("src/mailr.py").err


def test_a_command_that_is_misspelt(cclint):
    done = cclint("exlain", "visible-recipients")
    assert done.status == 2
    assert "there is no command 'exlain'" in done.err
    assert "did you mean 'explain'?" in done.err


def test_an_option_that_is_misspelt(cclint):
    done = cclint("--output-fromat", "json", ".")
    assert done.status == 2
    assert "unknown option '--output-fromat'; did you mean '--output-format'?" in done.err


def test_an_option_without_its_value(cclint):
    done = cclint("--config")
    assert done.status == 2
    assert "expected one argument" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "visible-recipient"], "unknown rule 'visible-recipient'; did you mean 'visible-recipients'?"),
        (["--ignore", "bcc-on-a-wire"], "unknown rule 'bcc-on-a-wire'; did you mean 'bcc-on-the-wire'?"),
        (["--persona", "auditer"], "unknown persona 'auditer' (known: developer, auditor); did you mean 'auditor'?"),
        (["--output-format", "sarf"], "unknown output format 'sarf'"),
        (["--config", "nowhere.toml"], "there is no configuration file 'nowhere.toml'"),
        (["--stdin-filename", "x.py"], "add - to the paths"),
        (["--isolated", "--config", "cclint.toml"], "contradict each other"),
        (["--quiet", "--verbose"], "not allowed with argument"),
    ],
)
def test_mistakes_on_the_command_line(files, cclint, arguments, said):
    files({"main.py": LEAK})
    done = cclint(*arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_mistake_in_the_configuration_is_named_with_its_line(files, cclint):
    files({"main.py": LEAK, "cclint.toml": "# ours\n\nignroe = []\n"})
    done = cclint()
    assert (done.status, done.out) == (2, "")
    assert "cclint.toml:3: unknown key 'ignroe'; did you mean 'ignore'?" in done.err


def test_an_unknown_rule_in_the_configuration_is_named_with_its_line(files, cclint):
    files({"main.py": LEAK, "pyproject.toml": '[project]\nname = "x"\n\n[tool.cclint]\nignore = ["visible"]\n'})
    assert "pyproject.toml:5: unknown rule 'visible'" in cclint().err


def test_the_command_line_is_not_blamed_on_the_file(files, cclint):
    files({"main.py": LEAK, "cclint.toml": 'select = ["visible-recipients"]\n'})
    done = cclint("--select", "nonsense")
    assert "unknown rule 'nonsense'" in done.err
    assert "cclint.toml" not in done.err
