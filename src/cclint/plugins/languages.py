"""The kinds of files that cclint reads by itself, offered through the hook as a plug-in offers its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cclint.hooks import Frontend, hookimpl

if TYPE_CHECKING:
    from cclint.ir.nodes import Module

PYTHON: Final = Frontend(
    "python", suffixes=(".py", ".pyw", ".wsgi", ".cgi", ".pyi", ".py.in"), interpreters=("python",)
)


NOTEBOOKS: Final = Frontend("notebooks", suffixes=(".ipynb",))
"""Python as well, in cells."""


def _settings(path: str, text: str) -> Module:
    from cclint.frontends import mailers  # loaded by those who read such files

    return mailers.lower_settings(path, text)


def _script(path: str, text: str) -> Module:
    from cclint.frontends import mailers

    return mailers.lower_script(path, text)


def _markup(path: str, text: str) -> Module:
    from cclint.frontends import mailers

    return mailers.lower_markup(path, text)


def _template(path: str, text: str) -> Module:
    from cclint.frontends import mailers

    return mailers.lower_template(path, text)


SETTINGS: Final = Frontend(
    "settings",
    suffixes=(".yml", ".yaml", ".json", ".toml", ".ini", ".cfg", ".conf", ".local", ".sls", ".flow"),
    filenames=(
        "50unattended-upgrades",
        "hgrc",
        ".hgrc",
        ".gitconfig",
        "config",
        ".apprise",
        "apprise",
        "zed.rc",
        "mail.template.csv",
    ),
    lower=_settings,
    words=(
        r"[Mm]ail|MAIL|[Rr]ecipient|[Ss][Mm][Tt][Pp]|toaddrs|reposubs|usersubs|patchbomb|sendgrid://|ses://|o365://|api\.sendgrid\.",
        r"(?:DEVICESCAN|/dev/)[^\n]*[ \t]-m[ \t]",
    ),
)
SCRIPTS: Final = Frontend(
    "scripts",
    suffixes=(
        ".sh",
        ".bash",
        ".ksh",
        ".zsh",
        ".sql",
        ".groovy",
        ".jenkinsfile",
        ".cron",
        ".crontab",
        ".tick",
        ".tf",
        ".properties",
        ".ps1",
        ".psm1",
        ".mk",
        ".nf",
        ".service",
        ".rb",
        ".rake",
        ".job",
        ".rss",
    ),
    filenames=(
        "crontab",
        "Jenkinsfile",
        "Jenkinsfile.*",
        "cron.d/*",
        "crontabs/*",
        "Makefile",
        "makefile",
        "GNUmakefile",
        "nextflow.config",
    ),
    interpreters=("/sh", "bash", "ksh", "zsh", "env sh"),
    lower=_script,
    words=(
        r"\b[Mm]ail|mailx|mutt|s-nail|MAILTO|sendmail|msmtp|ssmtp|exim|qmail-inject|send_dbmail|UTL_MAIL|emailext|\.email\(|contact_point|SMTPAppender|Send-Mail|\bnotification\b|sendMail",
        r"exception_recipients|Pony|\.emails|\bSMTP\b|\"(?:TO|CC)\"|mailinglist|api\.(?:eu\.)?(?:mailgun|sendgrid|resend|postmarkapp|brevo|mailersend)\.",
    ),
)
MARKUP: Final = Frontend(
    "markup",
    suffixes=(".xml", ".config"),
    lower=_markup,
    words=(
        r"SMTP|Smtp|smtps?:|<smtp>|SimpleMailMessage|mail\.template|errorMail|recipientList|<email\b|tolist=|<mail\b|type=\"Mail\"",
        r"hudson\.tasks\.Mailer|actions\.Mail|<Name>(?:TO|CC)</Name>|multimailhook|mailinglist|reposubs|usersubs|patchbomb",
    ),
)
TEMPLATES: Final = Frontend(
    "templates",
    suffixes=(
        ".eml",
        ".j2",
        ".jinja",
        ".jinja2",
        ".mako",
        ".mak",
        ".tmpl",
        ".tpl",
        ".erb",
        ".hbs",
        ".mustache",
        ".txt",
        ".html",
        ".pt",
        ".zpt",
        ".dtml",
        ".genshi",
        ".ejs",
        ".php",
        ".liquid",
        ".njk",
        ".twig",
    ),
    lower=_template,
    words=(
        r"(?:^|\n)(?:[Tt][Oo]|[Cc][Cc]):[ \t]*\S",
        r"mail\(",
        r"email_configs|MAILTO|SMTPHandler|SMTPAppender|\bmailx?[ \t]+-|\bmutt[ \t]|sendmail",
        r"(?i)->(?:add|set)?(?:to|cc|address)\(|\bMail::",
        r"mailto:[^\"'\s]*(\{\{|\{%|<%|<\?)",
    ),
)


@hookimpl
def cclint_frontends() -> list[Frontend]:
    """The kinds of files."""
    return [PYTHON, NOTEBOOKS, SETTINGS, SCRIPTS, MARKUP, TEMPLATES]
