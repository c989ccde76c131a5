"""Files that are broken, huge, binary or hostile: a notice or silence, never a crash, and nothing outside the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from cclint.config import load
from cclint.discovery.paths import Targets
from cclint.engine import run
from cclint.plugins import load as load_plugins

LAUGHS = "receivers: []\nemail_configs: []\na: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi")
)
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefgh", "bcdefghi"))
    + ']><c><appender class="x.SMTPAppender"><to>&i;</to></appender></c>'
)
READER = """
import json
import smtplib
from email.message import EmailMessage

import yaml

message = EmailMessage()
message["To"] = ", ".join({expression})
with smtplib.SMTP("localhost") as smtp:
    smtp.send_message(message)
"""


def report(folder: Path):
    if not (folder / "cclint.toml").exists():
        (folder / "cclint.toml").touch()
    config = load([str(folder)])
    return run(Targets((str(folder),)), config, load_plugins(config))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.yml", LAUGHS.encode(), "settings"),
        ("a.yml", b"email_configs: &a [*a]\n", "settings"),
        ("a.yml", b"email_configs: " + b"[" * 100_000, "settings"),
        ("a.json", b'{"mail": ' * 100_000, "settings"),
        ("a.json", b'{"email_configs": \x00\x01\x02}', "encoding"),
        ("a.yml", "email_configs: ü".encode("utf-16-le"), None),
        ("a.xml", ENTITIES.encode(), "settings"),
        ("a.xml", b"<a>" * 100_000 + b"SMTP", "settings"),
        ("a.json", b"mail " + b" " * 9_000_000, "cut"),
        ("a.j2", b"From: a@example.org\nTo: {{ " + b"(" * 10_000 + b"\nSubject: x\n\n", None),
        ("a.j2", b"From: a@example.org\nTo: " + b"{% if x %}" * 10_000 + b"\nSubject: x\n\n", None),
        ("a.ini", b"handler_ toaddrs mail\nno section\n[[[", None),
        ("a.sh", b"mail -s '" + b"a " * 200_000, None),
        ("a.sql", b"sp_send_dbmail @recipients = '" + b"';" * 100_000, None),
        ("Jenkinsfile", b"emailext(" * 5_000, None),
        ("a.php", b"<?php new PHPMailer; $m->send(); " + b"$m->setTo(" * 20_000, None),
        ("a.php", b"<?php new PHPMailer; $m->send(); " + b"if (a) { " * 20_000, None),
        ("a.rb", b"class A < ApplicationMailer\n" + b"mail(to: " * 20_000, None),
        ("a.yml.j2", b"email_configs: " + b"{{ " * 20_000, None),
        ("a.xml.j2", b"<a>SMTPAppender MAILTO" * 20_000, None),
        ("a.sh", b"#!/bin/sh\ncurl api.mailgun.net " + b"curl '" * 20_000, None),
        ("hgrc", b"[reposubs]\n" + b"[" * 20_000, None),
        ("Jenkinsfile", b"emailext(to: '''" * 5_000, None),
        ("a.sh", b"sendmail -t\n" + b"<<a " * 50_000, None),
        ("a.sh", b"mail\ndo\nX=$X\n" * 2_000, None),
        ("a.sql", b"UTL_MAIL.SEND(" * 20_000, None),
        ("a.ps1", b"Send-MailMessage -To @(" * 10_000, None),
        ("Makefile", b"A := $(A)\n" * 5_000 + b"a:\n\tmail -s x $(A)\n", None),
        ("a.php", b"<?php " + b"foreach (" * 2_000 + b"\n$a .= 'x';" * 2_000 + b"mail(", None),
        ("a.j2", b"From: a@example.org\nTo: " + b"{{" * 50_000 + b"\nSubject: x\n\n", None),
        ("a.j2", b"From: a@example.org\nTo: x\nSubject: x\n\n" + b"{#" * 50_000, None),
        ("a.pt", b"From: a@example.org\nTo: x\nSubject: x\n\n" + b"<p tal:repeat='x y'>" * 10_000, None),
        ("a.genshi", b"From: a@example.org\nTo: x\nSubject: x\n\n" + b"{% for a in b %}" * 10_000, None),
        ("a.mako", b"From: a@example.org\nTo: x\nSubject: x\n\n" + b"<%block " * 50_000, None),
        ("a.html", b"mailto:{{" * 50_000, None),
        ("a.tf", b"grafana_contact_point" * 5_000 + b"MailNotifier(" * 5_000, None),
    ],
)
def test_a_hostile_file_is_a_notice_or_nothing(tmp_path, name, content, kind):
    (tmp_path / name).write_bytes(content)
    found = report(tmp_path)
    assert found.findings == ()
    assert [notice.kind for notice in found.notices] == ([kind] if kind else [])


@pytest.mark.parametrize("expression", ['yaml.safe_load(open("a.yml"))["to"]', 'json.load(open("a.json"))["to"]'])
@pytest.mark.parametrize("content", [LAUGHS.encode(), b"[" * 100_000, b"\x00\xff", b"", b"{"])
def test_a_program_that_loads_a_hostile_file_is_judged_without_it(tmp_path, expression, content):
    (tmp_path / "main.py").write_text(READER.replace("{expression}", expression))
    (tmp_path / "a.yml").write_bytes(content)
    (tmp_path / "a.json").write_bytes(content)
    assert [finding.rule for finding in report(tmp_path).findings] == ["visible-recipients"]


def test_nothing_outside_the_project_is_read(tmp_path):
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "a.yml").write_text("to: [ann@example.org]\n")
    (project / "link.yml").symlink_to(outside / "a.yml")
    for path in ("../outside/a.yml", str(outside / "a.yml"), "link.yml"):
        (project / "main.py").write_text(READER.replace("{expression}", f'yaml.safe_load(open("{path}"))["to"]'))
        (finding,) = report(project).findings
        assert "unbounded" in finding.message, path


def test_a_huge_file_that_a_program_loads_is_a_notice(tmp_path):
    (tmp_path / "a.json").write_bytes(b'{"to": ["ann@example.org"], "x": "' + b" " * 5_000_000 + b'"}')
    (tmp_path / "main.py").write_text(READER.replace("{expression}", 'json.load(open("a.json"))["to"]'))
    found = report(tmp_path)
    assert ["unbounded" in finding.message for finding in found.findings] == [True]
    assert [(notice.path, notice.kind) for notice in found.notices] == [("a.json", "cut")]


def test_fifty_megabytes_are_neither_read_nor_clean(tmp_path):
    with (tmp_path / "a.json").open("wb") as file:
        file.write(b'{"mail": {"to": ["ann@example.org", "bob@example.net"]}, "x": "')
        file.truncate(50_000_000)
    found = report(tmp_path)
    assert found.findings == ()
    assert [(notice.path, notice.kind) for notice in found.notices] == [("a.json", "cut")]


def test_names_that_mean_each_other_end(tmp_path):
    (tmp_path / "a.yml").write_text(
        "vars: {a: '{{ b }}', b: '{{ a }}', c: '{{ c }}, x@example.org'}\n"
        "tasks:\n- mail: {to: '{{ a }}', subject: x}\n- mail: {to: '{{ c }}', subject: x}\n"
    )
    (tmp_path / "a.sh").write_text('A="$B"\nB="$A"\nmail -s x "$A" < log\n')
    assert report(tmp_path).notices == ()


def test_an_include_tag_opens_nothing(tmp_path):
    (tmp_path / "other.yml").write_text("[ann@example.org]\n")
    (tmp_path / "a.yml").write_text("to: !include other.yml\n")
    (tmp_path / "main.py").write_text(READER.replace("{expression}", 'yaml.safe_load(open("a.yml"))["to"]'))
    (finding,) = report(tmp_path).findings
    assert "unbounded" in finding.message


def test_templates_that_include_and_extend_each_other_end(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/a.txt").write_text("{% include 'b.txt' %}{% include 'b.txt' %}To: {{ to }}\n\n")
    (tmp_path / "templates/b.txt").write_text("{% extends 'a.txt' %}{% block x %}{% include 'a.txt' %}{% endblock %}")
    (tmp_path / "main.py").write_text(
        "import smtplib\nfrom flask import render_template\n"
        'smtplib.SMTP("localhost").sendmail("a", "b", render_template("a.txt", to="ann@example.org"))\n'
    )
    assert report(tmp_path).findings == ()
