"""What `cclint new-rule` writes: a package whose rule works, to be replaced by the one that is meant."""

from __future__ import annotations

from typing import Final

from cclint.version import VERSION

PYPROJECT: Final = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "cclint-NAME"
version = "0.1.0"
description = "A rule for cclint: NAME."
readme = "README.md"
requires-python = ">=3.10"
dependencies = ["cclint-mail>=VERSION"]

[project.optional-dependencies]
tests = ["pytest>=8.0"]

# How cclint finds the package where it is installed.
[project.entry-points.cclint]
NAME = "cclint_MODULE"

[tool.hatch.build.targets.wheel]
packages = ["src/cclint_MODULE"]

# How cclint finds it in this folder, where nothing is installed.
[tool.cclint]
plugins = ["src/cclint_MODULE/__init__.py"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

PACKAGE: Final = """\
\"\"\"A rule for cclint: NAME.\"\"\"

from __future__ import annotations

from collections.abc import Iterator

from cclint import Finding, Level, Rule, Send, addresses, hookimpl, rule


@rule("NAME", on=Send, level=Level.WARNING)
def FUNCTION(send: Send) -> Iterator[Finding]:
    \"\"\"
    Somebody stands in Cc.

    ## Why

    Say here what happens to whom, and where it did happen. This page is what `cclint explain NAME` prints.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org"
    message["Cc"] = "bob@example.org"  # warning: [NAME]
    smtplib.SMTP("localhost").send_message(message)
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org"
    smtplib.SMTP("localhost").send_message(message)
    ```
    \"\"\"
    copies = send.audience("Cc")
    if copies.count.most >= 1:
        message = f"Cc holds {addresses(copies.count)}"
        yield FUNCTION.finding(message, at=copies.widest, send=send, advice=("Leave Cc out.",))


@hookimpl
def cclint_rules() -> list[Rule]:
    \"\"\"Called by cclint.\"\"\"
    return [FUNCTION]
"""

SUITE: Final = """\
# NAME

A heading is a test, a block of code a file of it, and a comment on the line what is expected there.

## A list in Cc

```py
import smtplib
from email.message import EmailMessage


def tell(people: list[str]) -> None:
    message = EmailMessage()
    message["To"] = "ann@example.org"
    message["Cc"] = ", ".join(people)  # warning: [NAME] "an unbounded number of addresses"  # error: [visible-recipients]
    smtplib.SMTP("localhost").send_message(message)
```

## Nobody in Cc

```py
import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["To"] = "ann@example.org"
smtplib.SMTP("localhost").send_message(message)
```
"""

CONFTEST: Final = """\
\"\"\"`pytest` runs the suites as well, once the package is installed: `pip install -e '.[tests]'`.\"\"\"

pytest_plugins = ["cclint.testing.pytest_plugin"]
"""

README: Final = """\
# cclint-NAME

A rule for cclint, the linter for mail that shows its recipients to each other: NAME.

    cclint test            # the suites, and the examples in the rule's page
    cclint explain NAME    # the page
    cclint plugins         # what is loaded, and from where

Whoever wants the rule installs the package beside cclint, or lists it below `additional_dependencies` of the pre-commit hook.
"""

WORKFLOW: Final = """\
name: tests
on: [push, pull_request]
permissions:
  contents: read
jobs:
  tests:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python-version: ["3.10", "3.14"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{ matrix.python-version }}
      - run: pip install -e '.[tests]'
      - run: cclint test
      - run: pytest
"""


def package(name: str) -> dict[str, str]:
    """The files of a package.

    Parameters
    ----------
    name: the rule's name.

    Returns
    -------
    The text of each file, by its path.
    """
    module = name.replace("-", "_")
    words = {"NAME": name, "MODULE": module, "FUNCTION": module, "VERSION": VERSION}
    files = {
        "pyproject.toml": PYPROJECT,
        "README.md": README,
        f"src/cclint_{module}/__init__.py": PACKAGE,
        f"src/cclint_{module}/py.typed": "",
        f"tests/{name}.md": SUITE,
        "tests/conftest.py": CONFTEST,
        ".github/workflows/tests.yml": WORKFLOW,
    }
    return {path: _filled(text, words) for path, text in files.items()}


def _filled(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
