"""A file that sends mail by itself names many in To or Cc."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cclint import Finding, Level, Medium, Policy, Send, addresses, rule

ADVICE = (
    "Give each recipient an entry of their own, where the sender makes a message of each.",
    "Or name one address that a mailing-list service hands on.",
    "Only then: move the list to the sender's setting for Bcc, and put its own address in To.",
)

REPLIES = ("Answer to one address: a person, or a mailing list that forwards.",)


@rule("visible-recipients-in-settings", on=Send, level=Level.WARNING, since="0.1.0")
def visible_recipients_in_settings(send: Send, policy: Policy) -> Iterator[Finding]:
    """
    A file that sends mail by itself, without any Python, names many addresses in To or Cc.

    ## Why

    CI jobs, monitoring, playbooks, automation flows and mail templates of applications send mail out of a settings
    file. Most write the whole list into the header: every recipient reads all the others, as with a program (see
    visible-recipients). Playbooks, flows and the templates of Odoo or Frappe reach customers; their findings are
    warnings. Lists of colleagues in CI and monitoring are notes, and warnings for `--persona auditor`.

    Users notice it when the first alert arrives: Kapacitor was asked in 2019 for alerts whose recipients do not learn of
    each other, git-multimail in 2014 for one message each. Where those on the list are no colleagues, it is the same
    breach as a list in a program (GDPR, Art. 5(1)(f) and 32).

    Files are recognised by an exact shape, never by a key's name alone. Among them are mail steps of GitHub Actions,
    Jenkins (pipeline, Job Builder, configuration as code), Travis, AppVeyor, Zuul and Azure Pipelines; Ansible's mail module;
    Alertmanager; Grafana contact points with `singleEmail`; handlers of `logging` in YAML, JSON, TOML and INI; Airflow's
    default arguments; Home Assistant, ElastAlert, Gatus, n8n, Node-RED, Power Automate, Superset, Uptime Kuma, Salt; Odoo and
    Frappe templates; logback, log4j, log4net, NLog, Monolog, Spring and Camel; crontabs with MAILTO; `mail` and `sendmail -t`
    in shell scripts, makefiles, hooks and the commands of jobs; `Send-MailMessage` in PowerShell; PHP's `mail()`, and what
    PHPMailer, Symfony and Laravel send; ActionMailer and exception_notification; `sp_send_dbmail` in SQL; fail2ban, superlance,
    Nextflow, git-multimail, Apprise.

    Names are followed where the file, or another one that such a tool reads, gives them: `vars:` and a role's defaults,
    secrets and includes, `env:` and `variables:`, variables of scripts and pipelines, properties.

    ## Example

    `site.yml`:

    ```yaml
    - hosts: web
      tasks:
        - name: Tell the customers
          community.general.mail:
            to:
              - ann@example.org  # warning: [visible-recipients-in-settings] "the Ansible mail task"
              - bob@example.net
            subject: The shop was updated
    ```

    ## Use instead

    A loop makes one message for each of them:

    `site.yml`:

    ```yaml
    - hosts: web
      tasks:
        - name: Tell the customers
          community.general.mail:
            to: "{{ item }}"
            subject: The shop was updated
          loop:
            - ann@example.org
            - bob@example.net
    ```

    ## Limits

    A value that is filled in later (`${{ secrets.LIST }}`, `{{ people }}`) counts as one address, unless it is joined
    out of a list, or the project says what it is. Variables hold for the whole file, in the order in which they stand there.
    Recipients that are parted in a way that the sender does not understand (a semicolon where it wants commas) count all
    the same: whoever reads the header sees them. What a sender does was read in its code or documentation; other versions
    may differ.

    ## Fix safety

    Every repair changes who sees what, or how many messages go out; none is applied unasked.

    ## References

    - ICO, Email and security, 30 August 2023:
      <https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/email-and-security/>
    - Kapacitor, issue 2258: <https://github.com/influxdata/kapacitor/issues/2258>
    - git-multimail, issue 64: <https://github.com/git-multimail/git-multimail/issues/64>
    - RFC 5322, section 3.6.3, Destination Address Fields: <https://www.rfc-editor.org/rfc/rfc5322#section-3.6.3>
    """
    if send.medium not in (Medium.SETTINGS, Medium.COLLEAGUES):
        return
    for seen in policy.shown(send):
        message = f"{seen.role} of what {send.api} sends holds {seen.size}: every recipient sees all the others"
        found = visible_recipients_in_settings.finding(message, at=seen.field, send=send, advice=ADVICE)
        yield replace(found, level=Level.NOTE) if send.medium is Medium.COLLEAGUES else found
    answers = policy.answers(send)
    if answers is not None:
        message = (
            f"Reply-To of what {send.api} sends holds {addresses(answers.count)}: every recipient reads it, and an answer "
            "goes to all of them"
        )
        found = visible_recipients_in_settings.finding(message, at=answers.widest, send=send, advice=REPLIES)
        yield replace(found, level=Level.NOTE) if send.medium is Medium.COLLEAGUES else found
