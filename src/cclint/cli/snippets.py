"""What a repository gets from `cclint init`: the hook, the step in its CI, and a policy to fill in."""

from __future__ import annotations

import json
import shlex
from typing import Final

from cclint.version import VERSION

REQUIREMENT: Final = f"cclint-mail=={VERSION}"
"""What pip installs, where nothing else is said."""

_HOOK: Final = """\
- repo: local
  hooks:
    - id: cclint
      name: cclint
      entry: cclint check --skip-unknown
      language: python
      additional_dependencies: [{hook}]
      types: [text]
      require_serial: true
"""

_GITHUB: Final = """\
name: cclint
on:
  pull_request:
  push:
    branches: [main, master]
permissions:
  contents: read
  security-events: write # to upload the report to code scanning
jobs:
  cclint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # --diff-base needs the commit where the branch began
      - uses: actions/setup-python@v5
        with:
          python-version: "3.x"
      - run: pip install {shell}
      - name: Who would see whom
        env:
          BASE: ${{ github.event.pull_request.base.sha }}
        run: |
          cclint ${BASE:+--diff-base "$BASE"} \\
            --output-format github --output-format sarif=cclint.sarif \\
            --output-format markdown="$RUNNER_TEMP/cclint.md" || status=$?
          cat "$RUNNER_TEMP/cclint.md" >> "$GITHUB_STEP_SUMMARY"
          exit "${status:-0}"
      - uses: github/codeql-action/upload-sarif@v3
        if: always() && hashFiles('cclint.sarif') != ''
        with:
          sarif_file: cclint.sarif
"""

_GITLAB: Final = """\
cclint:
  image: python:3
  variables:
    GIT_DEPTH: 0 # --diff-base needs the commit where the branch began
  script:
    - pip install --quiet {shell}
    - >-
      cclint ${CI_MERGE_REQUEST_DIFF_BASE_SHA:+--diff-base "$CI_MERGE_REQUEST_DIFF_BASE_SHA"}
      --output-format full --output-format gitlab=cclint.json --output-format junit=cclint.xml
  artifacts:
    when: always
    reports:
      codequality: cclint.json
      junit: cclint.xml
"""


def hook(requirement: str = REQUIREMENT) -> str:
    """The hook, which installs cclint from where the requirement says (PEP 508)."""
    return _HOOK.replace("{hook}", json.dumps(requirement))


def github_step(requirement: str = REQUIREMENT) -> str:
    """The workflow for GitHub."""
    return _GITHUB.replace("{shell}", shlex.quote(requirement))


def gitlab_step(requirement: str = REQUIREMENT) -> str:
    """The job for GitLab."""
    return _GITLAB.replace("{shell}", shlex.quote(requirement))


POLICY: Final = """\
# Who may see whom; `cclint explain visible-recipients` tells what this is about.
# max-visible = 1
# internal-domains = ["example.org"]         # colleagues may see each other
# role-addresses = ["info@example.org"]      # addresses of functions, not of people

# [[KNOWN]]
# name = "board"
# matches = ["BOARD", "@board.example.org"]  # variables, functions, settings, files, domains
# reason = "its members know each other"
"""


def policy(table: str) -> str:
    """A policy to fill in, below a table of a TOML file: "tool.cclint." or nothing."""
    return f"[{table}policy]\n" + POLICY.replace("KNOWN", f"{table}policy.known-audiences")
