"""The settings that send mail by themselves: data, one entry for each sender. What each does was read in its code, or
seen on the wire; `source` says where.
"""

from __future__ import annotations

from typing import Final

from cclint.frontends.mailers.matching import Shape

TO: Final = {"to": "To", "cc": "Cc", "bcc": "Bcc"}
ANSIBLE: Final = "mail|community.general.mail|ansible.builtin.mail|community.general.notification.mail"
HANDLER: Final = r"(SMTP|Email|Mail)Handler$"

SHAPES: Final = (
    # CI and release
    Shape(
        "the GitHub action", "**",
        {"with.to": "To", "with.to_email": "To", "with.to-email": "To", "with.recipients": "To", "with.cc": "Cc",
         "with.bcc": "Bcc"},
        headers="with.headers",
        needs={"uses": r"(?i)(send-?e?mail|mail-?action|e?mail-send|sendgrid|smtp)[\w.-]*(/[\w./-]+)?(@|$)"},
        files=(".github/*.yml", ".github/*.yaml", ".gitea/*.y*ml", ".forgejo/*.y*ml", "action.yml", "action.yaml"),
        words=("uses",),
        source="nodemailer joins `to` into one header and leaves bcc out: https://github.com/dawidd6/action-send-mail",
    ),
    Shape(
        "Travis CI", "notifications.email", {"recipients": "To"}, files=(".travis.yml",), words=("notifications",),
        source="one message to all: https://docs.travis-ci.com/user/notifications/",
    ),
    Shape(
        "Travis CI", "notifications", {"email": "To", "recipients": "To"}, files=(".travis.yml",),
        words=("notifications",), lacks={"email": "^(true|false)$"},
        source="one message to all: https://docs.travis-ci.com/user/notifications/",
    ),
    Shape(
        "GoReleaser", "announce.smtp", {"to": "To"}, needs={"host": ""}, files=(".goreleaser.y*ml", "goreleaser.y*ml"),
        words=("announce",), source="https://goreleaser.com/customization/announce/smtp/", public=True,
    ),
    Shape(
        "JReleaser", "announce.smtp", TO, files=("jreleaser.*",), words=("announce",), public=True,
        source="https://jreleaser.org/guide/latest/reference/announce/smtp.html",
    ),
    Shape(
        "Jenkins Job Builder", "**.publishers|postbuilders.[].email-ext", {"recipients": "To", "reply-to": "Reply-To"},
        words=("email-ext",), prefixes=True, separators=",; ",
        source="https://jenkins-job-builder.readthedocs.io/en/latest/publishers.html",
    ),
    Shape(
        "Jenkins Job Builder", "**.publishers.[].email", {"recipients": "To"}, words=("publishers",), separators=" ,",
        source="https://jenkins-job-builder.readthedocs.io/en/latest/publishers.html",
    ),
    Shape(
        "Jenkins", "unclassified.email-ext|extendedEmailPublisher", {"defaultRecipients": "To"}, words=("unclassified",),
        prefixes=True, separators=",; ", source="https://plugins.jenkins.io/email-ext/",
    ),
    Shape(
        "the Azure Pipelines task", "**", {"inputs.To": "To", "inputs.CC": "Cc", "inputs.BCC": "Bcc"},
        needs={"task": r"^SendEmail@"}, words=("SendEmail",), separators=";",
        source="https://marketplace.visualstudio.com/items?itemName=rvo.SendEmailTask",
    ),
    # Infrastructure and monitoring
    Shape(
        "the Ansible mail task", f"**.[].{ANSIBLE.replace('.', ' ')}", {**TO, "recipients": "To"},
        any_of=("subject", "msg", "body"), words=("mail",), public=True,
        source="plugins/modules/mail.py joins `to` and `cc` into the header; bcc stays in the envelope",
    ),
    Shape(
        "the Ansible mail task", "**.[].local_action|action", {**TO, "recipients": "To"},
        needs={"module": r"(^|\.)mail$"}, words=("mail",), public=True, source="as above",
    ),
    Shape(
        "Alertmanager", "**.email_configs.[]", {"headers.To": "To", "headers.Cc": "Cc", "headers.Bcc": "BccHeader"},
        needs={"to": ""}, words=("email_configs",), separators=",",
        source="notify/email/email.go: header fields are written as they stand; who gets it is `to` alone",
    ),
    Shape(
        "Alertmanager", "**.email_configs.[]", {"to": "To"}, lacks={"headers.To": "", "headers.to": ""},
        words=("email_configs",), source="notify/email/email.go: the To header is `to` as it stands",
    ),
    Shape(
        "Alertmanager", "**.emailConfigs.[]", {"to": "To"}, lacks={"headers.To": ""}, words=("emailConfigs",),
        source="https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.EmailConfig",
    ),
    Shape(
        "Grafana", "**", {"settings.addresses": "To"}, needs={"type": "^email$", "settings.singleEmail": "^true$"},
        words=("singleEmail",), separators=",;\n", source="without singleEmail, each address gets a message of its own",
    ),
    Shape(
        "ElastAlert", "", {"email": "To", "cc": "Cc", "bcc": "Bcc"},
        needs={"alert": "^email$", "index": "", "type": ""}, words=("alert",),
        source="https://elastalert2.readthedocs.io/en/latest/alerts.html#email",
    ),
    Shape(
        "Elastic Watcher", "actions.*.email", TO, above=("trigger", "actions"), words=("trigger",),
        source="https://www.elastic.co/guide/en/elasticsearch/reference/current/actions-email.html",
    ),
    Shape(
        "Gatus", "alerting.email", {"to": "To"}, needs={"host": "", "from": ""}, words=("alerting",),
        source="https://github.com/TwiN/gatus#configuring-email-alerts",
    ),
    Shape(
        "Gatus", "alerting.email.overrides.[]", {"to": "To"}, words=("alerting",),
        source="https://github.com/TwiN/gatus#configuring-email-alerts: what a group is mailed instead",
    ),
    Shape(
        "Kapacitor", "smtp", {"to": "To"}, needs={"host": "", "from": ""}, files=("kapacitor*.conf", "kapacitor*.toml"),
        words=("smtp",), source="services/smtp/service.go: all of `to` in one To",
    ),
    Shape(
        "Home Assistant", "**", {"recipient": "To"}, needs={"platform": "^smtp$", "sender": ""}, words=("smtp",),
        source="homeassistant/components/smtp/notify.py joins the recipients into To",
    ),
    Shape(
        "urlwatch", "report.email", {"to": "To"}, needs={"from": "", "smtp": ""}, words=("report",),
        source="https://urlwatch.readthedocs.io/en/latest/reporters.html#email",
    ),
    Shape(
        "Cloud Custodian", "**", {"to": "To", "cc": "Cc"}, needs={"type": "^notify$", "transport": ""},
        words=("notify",), source="tools/c7n_mailer: message['To'] is all of them, joined",
    ),
    Shape(
        "Zuul", "**.pipeline.*.smtp", {"to": "To"}, words=("pipeline",), separators=",",
        source="zuul/driver/smtp/smtpconnection.py: msg['To'] is `to` as it stands",
    ),
    Shape(
        "Superset", "**", {"recipient_config_json.target": "To", "recipient_config_json.ccTarget": "Cc",
        "recipient_config_json.bccTarget": "Bcc"}, needs={"type": "(?i)^email$"},
        words=("recipient_config_json",), separators=",;",
        source="superset/utils/core.py: send_email_smtp joins each of them into one header; bcc stays in the envelope",
    ),
    Shape(
        "Redash", "**.options", {"addresses": "To"}, words=("addresses",), files=("*destination*",), separators=",",
        source="redash/destinations/email.py: one Message(recipients=...)",
    ),
    Shape(
        "Uptime Kuma", "**", {"smtpTo": "To", "smtpCC": "Cc", "smtpBCC": "Bcc"}, needs={"smtpHost": ""}, words=("smtpTo",),
        separators=",", source="server/notification-providers/smtp.js hands them to nodemailer",
    ),
    Shape(
        "AppVeyor", "notifications.[]", {"to": "To"}, needs={"provider": "(?i)^email$"}, words=("provider",),
        files=("appveyor.yml", ".appveyor.yml"), source="https://www.appveyor.com/docs/notifications/#email",
    ),
    Shape(
        "kibitzr", "**.notify.[].smtp", {"recipients": "To"}, words=("notify",), files=("kibitzr.yml", "kibitzr-creds.yml"),
        source="kibitzr/notifier/smtp.py joins the recipients into To",
    ),
    Shape(
        "Salt", "**.smtp send_msg.[]", {"name": "To", "recipient": "To"}, words=("smtp.send_msg",),
        files=("*.sls",), source="salt/modules/smtp.py: msg['To'] is the recipients as they stand",
    ),
    Shape(
        "Salt", "", {"smtp to": "To"}, needs={"smtp from": "", "smtp host": ""}, words=("smtp.to",),
        source="salt/returners/smtp_return.py: To is the option as it stands",
    ),
    Shape(
        "Azkaban", "**.config", {"failure emails": "To", "success emails": "To", "notify emails": "To"},
        words=(".emails",), separators=",",
        source="azkaban/utils/EmailMessage.java sets all of them in To",
    ),
    Shape(
        "Step Functions", "**",
        {"Parameters.Destination.ToAddresses": "To", "Parameters.Destination.CcAddresses": "Cc",
         "Arguments.Destination.ToAddresses": "To", "Arguments.Destination.CcAddresses": "Cc"},
        needs={"Resource": r":(aws-sdk:)?sesv?2?:sendEmail$"}, words=("ToAddresses", "CcAddresses"), public=True,
        source="https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html: one message to all of a Destination",
    ),
    Shape(
        "cron", "**.cron|ansible builtin cron", {"job": "To", "value": "To"},
        needs={"name": "^MAILTO$", "env": "(?i)^(true|yes)$"}, words=("MAILTO",),
        source="the variable is written into the crontab, and cronie's do_command.c has all of it in one To",
    ),
    Shape(
        "cron", "**.cronvar|community general cronvar", {"value": "To"}, needs={"name": "^MAILTO$"}, words=("MAILTO",),
        source="as above",
    ),
    # Python
    Shape(
        "the logging handler", "**.handlers.*",
        {"toaddrs": "To", "to_addrs": "To", "recipients": "To", "receivers": "To", "cc": "Cc"},
        needs={"class": HANDLER}, words=("Handler",),
        source="logging.handlers.SMTPHandler.emit joins toaddrs into one To",
    ),
    Shape(
        "Airflow", "**.default_args", {"email": "To"}, needs={"owner": ""}, words=("default_args",),
        lacks={"email_on_failure": "^false$"}, source="airflow/utils/email.py joins the list into one To",
    ),
    Shape(
        "Airflow", "**", TO, needs={"operator": r"(^|\.)EmailOperator$"}, words=("EmailOperator",), separators=",;",
        source="dag-factory and gusty hand the keys of a task to the operator; airflow/utils/email.py joins them into headers",
    ),
    *(Shape(
        "Airflow", f"**.tasks.{each}", {"email": "To"}, needs={"operator": r"\."}, words=("operator",), separators=",;",
        lacks={"email_on_failure": "^false$"}, source="who is told of a failure, all in one To",
    ) for each in ("*", "[]")),
    Shape(
        "SQLMesh", "**.notification_targets.[]", {"recipients": "To"}, needs={"type": "^smtp$"},
        words=("notification_targets",), source="https://sqlmesh.readthedocs.io/en/stable/guides/notifications/",
    ),
    Shape(
        "Great Expectations", "**.action", {"receiver_emails": "To"}, needs={"class_name": "EmailAction"},
        words=("EmailAction",), source="great_expectations/checkpoint/actions.py joins the list into To",
    ),
    # Applications and flows
    Shape(
        "the n8n node", "**.nodes.[]",
        {"parameters.toEmail": "To", "parameters.options.ccEmail": "Cc", "parameters.ccEmail": "Cc",
         "parameters.bccEmail": "Bcc", "parameters.sendTo": "To", "parameters.options.ccList": "Cc",
         "parameters.toAddresses": "To", "parameters.additionalFields.ccAddresses": "Cc",
         "parameters.toRecipients": "To", "parameters.additionalFields.ccRecipients": "Cc"},
        needs={"type": r"^n8n-nodes-base\.(emailSend|gmail|sendGrid|mailgun|microsoftOutlook|awsSes)$"},
        words=("n8n-nodes-base",), public=True, source="nodemailer shows `to` and `cc`",
    ),
    Shape(
        "the Node-RED node", "**", {"name": "To"}, needs={"type": "^e-mail$", "server": "", "port": ""},
        words=("e-mail",), public=True,
        source="@node-red/nodes: the recipient of an e-mail node stands under `name`",
    ),
    Shape(
        "Power Automate", "**.parameters", {"emailMessage/To": "To", "emailMessage/Cc": "Cc", "emailMessage/Bcc": "Bcc"},
        words=("emailMessage/To",), separators=";", public=True,
        source="https://learn.microsoft.com/en-us/connectors/office365/#send-an-email-(v2)",
    ),
    Shape(
        "Power Automate", "**.inputs", {"body.To": "To", "body.Cc": "Cc", "body.CC": "Cc", "body.Bcc": "Bcc"},
        needs={"path": r"(?i)/(send)?mail\b|sendemail"}, words=("inputs",), separators=";", public=True,
        source="https://learn.microsoft.com/en-us/connectors/office365/#send-an-email-(v2)",
    ),
    Shape(
        "Home Assistant", "**", {"data.target": "To", "target": "To"}, needs={"service": r"^notify\.", "data.target": "@"},
        words=("notify.",), source="homeassistant/components/smtp/notify.py joins the targets into To",
    ),
    Shape(
        "Home Assistant", "**", {"data.target": "To"}, needs={"action": r"^notify\.", "data.target": "@"}, words=("notify.",),
        source="the same under the newer name of the key",
    ),
    *(Shape(
        "Serilog", f"**.WriteTo.{each}", {"Args.to": "To", "Args.toEmail": "To", "Args.options.to": "To"},
        needs={"Name": "^Email"}, words=("WriteTo",), separators=",;",
        source="https://github.com/serilog/serilog-sinks-email",
    ) for each in ("*", "[]")),
    Shape(
        "NLog", "**.targets.*", TO, needs={"type": "(?i)^mail$"}, words=("NLog", "nlog"), separators=",;",
        source="src/NLog.MailKit/MailTarget.cs: To and Cc are filled from them",
    ),
    *(Shape(
        "the SMTP appender", f"**.appenders|Appenders.SMTP|smtp|Smtp{each}", TO, words=("ppenders",),
        source="log4j 2: lists with commas, bcc is hidden: https://logging.apache.org/log4j/2.x/manual/appenders/network.html",
    ) for each in ("", ".[]")),
    Shape(
        "the SMTP appender", "**.appenders|Appenders.appender|Appender.[]", TO, needs={"type": "(?i)^smtp$"},
        words=("ppenders",), source="log4j 2 in its strict notation",
    ),
    Shape(
        "Monolog", "**.monolog.handlers.*", {"to_email": "To"}, needs={"type": "^(symfony|swift)_mailer$"},
        words=("monolog",), source="https://symfony.com/doc/current/logging/monolog_email.html",
    ),
    # INI files, whose sections are tables
    Shape(
        "fail2ban", "*", {"destemail": "To"}, files=("jail.local", "jail.conf", "jail.d/*"), words=("destemail",),
        needs={"action": r"(?i)action_m|mail"}, source="action.d/sendmail*.conf write `To: <dest>`",
    ),
    Shape(
        "Luigi", "email", {"receiver": "To", "recipient": "To"}, files=("luigi.cfg", "client.cfg", "luigi.toml"),
        words=("email",), source="luigi/notifications.py joins the list into To",
    ),
    Shape(
        "Luigi", "core", {"error-email": "To"}, files=("luigi.cfg", "client.cfg", "luigi.toml"), words=("error-email",),
        source="the older name of the same option",
    ),
    Shape(
        "rss2email", "*", {"to": "To"}, files=("rss2email.cfg",), words=("rss2email", "to"),
        source="rss2email/email.py: To is the option as it stands",
    ),
    Shape(
        "genmon", "mymail|MyMail", {"email_recipient": "To"}, files=("mymail.conf",), words=("email_recipient",),
        source="genmonlib/mymail.py: msg['To'] is the option as it stands",
    ),
    Shape(
        "Zabbix", "**.user_medias|medias.[]", {"sendto": "To"}, needs={"mediatype": "(?i)e-?mail"}, words=("sendto",),
        separators="\n", source="src/libs/zbxmedia/email.c: the addresses of one medium share a To",
    ),
    Shape(
        "the Ansible callback", "callback_mail", TO, files=("ansible.cfg",), words=("callback_mail",),
        source="plugins/callback/mail.py",
    ),
    Shape(
        "Trac", "notification", {"smtp_always_cc": "Cc"}, needs={"use_public_cc": "(?i)^(true|yes|on|1)$"},
        files=("trac.ini",), words=("use_public_cc",), separators=", ",
        source="without use_public_cc they are in Bcc",
    ),
    Shape(
        "the Subversion hook", "*", {"to_addr": "To"}, files=("mailer.conf",), words=("to_addr",), separators=" ",
        source="tools/hook-scripts/mailer/mailer.py",
    ),
)  # fmt: skip
"""All of them, in no order that matters."""
WORDS: Final = frozenset(word for shape in SHAPES for word in shape.words)
