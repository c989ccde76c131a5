"""Policy, allowances and personas, in the whole program: who decides that people may see each other, and who says so."""

from __future__ import annotations

import json

import pytest

from making import FIXED, LEAK

LIST = """\
import smtplib
from email.message import EmailMessage
{imports}

def notify(to):
    message = EmailMessage()
    message["To"] = ", ".join(to)
    smtplib.SMTP("localhost").send_message(message)


{call}
"""
CONCISE = ("--output-format", "concise")


def program(call: str, imports: str = "") -> str:
    return LIST.format(call=call, imports=imports)


def known(*matches: str) -> str:
    return (
        "[[policy.known-audiences]]\nname = 'board'\nreason = 'its members know each other'\n"
        f"matches = {json.dumps(list(matches))}\n"
    )


# Colleagues and functions


def test_colleagues_may_see_each_other(files, cclint):
    files({"main.py": FIXED, "cclint.toml": '[policy]\ninternal-domains = ["example.org", "example.net"]\n'})
    done = cclint("-v")
    assert done.status == 0
    assert (
        "main.py:5:1: [visible-fixed-list] is allowed by the policy (policy): 2 of 2 addresses belong to colleagues; "
        "1 of others may be visible"
    ) in done.err
    assert "1 allowed by the policy" in done.last


def test_one_stranger_among_colleagues_sees_no_other_stranger(files, cclint):
    files({"main.py": FIXED, "cclint.toml": '[policy]\ninternal-domains = ["example.org"]\n'})
    assert cclint().status == 0
    two = FIXED.replace("rob.roy@example.net", "rob.roy@example.net, una.orr@example.com")
    files({"main.py": two})
    done = cclint("-v")
    assert done.status == 1
    assert "what the policy of the project says\n     1 of 3 addresses belong to colleagues" in done.out


def test_a_domain_below_an_internal_one_is_internal_and_a_longer_name_is_not(files, cclint):
    files({"main.py": FIXED.replace("@example", "@mail.example"), "cclint.toml": ""})
    files({"cclint.toml": '[policy]\ninternal-domains = ["example.org", "example.net"]\n'})
    assert cclint().status == 0
    files({"main.py": FIXED.replace("@example", "@badexample")})
    assert cclint().status == 1


def test_functions_are_no_people(files, cclint):
    text = FIXED.replace("ann.lee@", "info@").replace("rob.roy@", "support@")
    files({"main.py": text, "cclint.toml": '[policy]\nrole-addresses = ["info@example.org", "support@"]\n'})
    assert cclint().status == 0
    files({"main.py": text.replace("info@example.org", "info@example.com"), "cclint.toml": ""})
    assert cclint().status == 1


def test_a_query_is_not_made_harmless_by_a_colleague(files, cclint):
    files({"main.py": LEAK.replace("(people)", '(["ann@example.org", *people])')})
    files({"cclint.toml": '[policy]\ninternal-domains = ["example.org"]\n'})
    assert cclint().status == 1


# Known audiences


@pytest.mark.parametrize(
    ("match", "text"),
    [
        ("BOARD", program("notify(BOARD)", 'BOARD = ["ann@example.org", "bob@example.net"]')),
        ("board_members", program("notify(board_members())", "from crm import board_members")),
        ("conf.BOARD", LEAK.replace("(people)\n", "(conf.BOARD)\n").replace("import smtplib", "import conf, smtplib")),
        ("board.txt", program("notify(people)", 'people = open("data/board.txt").read().split()')),
        ("board", program('notify(config["board"].split(","))', "from conf import config")),
        ("@example.org", FIXED.replace("example.net", "board.example.org")),
    ],
)
def test_a_known_audience(files, cclint, match, text):
    files({"main.py": text})
    assert cclint().status == 1
    files({"cclint.toml": known("something_else")})
    assert cclint().status == 1
    files({"cclint.toml": known(match)})
    done = cclint("-v")
    assert done.status == 0, done.out
    assert "is allowed by the policy" in done.err


@pytest.mark.parametrize(
    "call",
    [
        "notify(BOARD + guests)",
        "notify([*BOARD, *guests])",
        "notify(BOARD)\nnotify(guests)",
        "notify(guests)  # not the BOARD",
        "notify(BOARD or guests)",
    ],
)
def test_others_beside_a_known_audience_are_seen(files, cclint, call):
    imports = 'BOARD = ["ann@example.org", "bob@example.net"]\nguests = open("guests.txt").read().split()'
    files({"main.py": program(call, imports), "cclint.toml": known("BOARD")})
    assert cclint().status == 1


def test_what_a_known_audience_allows_is_not_shown_beside_what_is_forbidden(files, cclint):
    imports = 'board = open("board.txt").read().split()\nguests = open("guests.txt").read().split()'
    files({"main.py": program("notify(board)\nnotify(guests)", imports)})
    both = cclint()
    assert "board.txt" in both.out
    assert "guests.txt" in both.out
    files({"cclint.toml": known("board")})
    one = cclint()
    assert one.status == 1
    assert "board.txt" not in one.out
    assert "guests.txt" in one.out
    decision = "another list that comes here is allowed: the audience 'board' is known: its members know each other"
    assert decision in one.out
    files({"cclint.toml": known("board", "guests")})
    assert cclint().status == 0


def test_a_known_audience_needs_a_name_what_it_matches_and_a_reason(files, cclint):
    files({"main.py": FIXED, "cclint.toml": '[[policy.known-audiences]]\nname = "board"\nmatches = ["BOARD"]\n'})
    done = cclint()
    assert (done.status, done.out) == (2, "")
    assert "cclint.toml:1: an entry of 'policy.known-audiences' needs 'reason'" in done.err


# Paths


def test_other_numbers_and_levels_for_some_files(files, cclint):
    files({"main.py": FIXED, "ops/alert.py": FIXED, "tests/check.py": FIXED})
    files(
        {
            "cclint.toml": '[[policy.overrides]]\npaths = ["ops/"]\nmax-visible = 5\n'
            '[[policy.overrides]]\npaths = ["tests/check.py"]\nlevel = "error"\nreason = "it writes to people"\n'
        }
    )
    done = cclint(*CONCISE, "-v")
    assert done.out.splitlines()[0].startswith("main.py:5:1: warning")
    assert done.out.splitlines()[1].startswith("tests/check.py:5:1: error")
    assert len(done.out.splitlines()) == 2
    assert "the policy weighs this as error in tests/check.py: it writes to people" in done.err


def test_policy_can_make_a_note_of_what_an_auditor_would_be_warned_of(files, cclint):
    files({"main.py": FIXED})
    files({"cclint.toml": '[[policy.overrides]]\npaths = ["*"]\nrules = ["visible-fixed-list"]\nlevel = "note"\n'})
    assert cclint("--persona", "auditor").status == 0
    files({"main.py": LEAK})
    assert cclint("--persona", "auditor").status == 1


def test_the_policy_in_force_is_told(files, cclint):
    files({"main.py": FIXED, "cclint.toml": known("BOARD") + "[policy]\nmax-visible = 3\n"})
    done = cclint("-v")
    assert "policy: 3 of a message's addresses may be visible" in done.err
    assert "policy: the audience 'board' is known (BOARD): its members know each other" in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[policy]\ninternal-domains = ["localhost"]', "'policy.internal-domains' must be a list of domains"),
        ('[policy]\nrole-addresses = ["info"]', "'policy.role-addresses' must be a list of addresses"),
        ('[[policy.overrides]]\npaths = ["*"]\nlevel = "fatal"', "'policy.overrides.0.level' must be one of note, war"),
        ("[[policy.overrides]]\nmax-visible = 2", "an entry of 'policy.overrides' needs 'paths'"),
        ('[[allow]]\npaths = ["*"]\nrules = ["visible-recipient"]\nreason = "a choir"', "cclint.toml:3: unknown rule"),
        ('[[allow]]\npaths = ["*"]\nrules = ["visible-recipients"]', "an entry of 'allow' needs 'reason'"),
        ('[[allow]]\npaths = ["*"]\nrules = ["visible-recipients"]\nreason = "ok"', "must be a reason that tells"),
        ('[[allow]]\npaths = ["*"]\nrules = ["a"]\nreason = "b c"\nuntil = "soon"', "cclint.toml:5: 'allow.0.until'"),
        ('[[allow]]\npath = ["*"]', "cclint.toml:2: unknown key allow.0.path; did you mean 'paths'?"),
        ("allow = 3", "'allow' must be a list of tables"),
    ],
)
def test_mistakes(files, cclint, text, said):
    files({"main.py": FIXED, "cclint.toml": text + "\n"})
    done = cclint()
    assert (done.status, done.out) == (2, "")
    assert said in done.err


# Allowed in the configuration

ALLOW = '[[allow]]\npaths = ["main.py"]\nrules = ["visible-recipients"]\nreason = "the choir; its members know each other"\n'


def test_an_entry_for_a_file_that_holds_no_comment(files, cclint):
    files({"main.py": LEAK, "cclint.toml": "\n" + ALLOW})
    done = cclint("-v")
    assert done.status == 0
    assert "is allowed by the configuration (cclint.toml:2): the choir; its members know each other" in done.err
    sarif = json.loads(cclint("--output-format", "sarif").out)
    (result,) = sarif["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "the choir; its members know each other"}]


def test_an_entry_that_is_over(files, cclint):
    files({"main.py": LEAK, "cclint.toml": ALLOW + "until = 2021-12-31\n"})
    done = cclint(*CONCISE)
    assert done.status == 1
    assert "cclint.toml:1:1: warning [expired-suppression]" in done.out
    assert "main.py:8:5: error [visible-recipients]" in done.out
    assert cclint(SOURCE_DATE_EPOCH="1577836800").status == 0


def test_an_entry_that_nothing_needs_is_found_by_a_run_that_would_know(files, cclint):
    files({"main.py": "x = 1\n", "other.py": "x = 1\n", "cclint.toml": ALLOW})
    assert cclint("other.py").status == 0
    for paths in ("main.py", "."):
        assert "cclint.toml:1:1: warning [unused-suppression]" in cclint(paths, *CONCISE).out


def test_an_auditor_sees_all(files, cclint):
    comment = LEAK.replace("(people)\n", "(people)  # cclint: allow[visible-recipients] a choir\n")
    files({"main.py": LEAK, "other.py": comment, "cclint.toml": ALLOW})
    assert cclint().status == 0
    assert cclint("--no-suppressions", *CONCISE).out.count("[visible-recipients]") == 2


def test_a_comment_counts_in_a_file_that_could_not_be_followed(files, cclint):
    files({"main.py": LEAK + "def (:\n# cclint: allow[visible-recipients] a choir\n"})
    assert "unused-suppression" not in cclint(*CONCISE).out
