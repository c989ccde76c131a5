"""Many addresses stand in To or Cc."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import REPAIRS, Cause, Finding, Medium, Policy, Send, addresses, rule


@rule("visible-recipients", on=Send, since="0.1.0")
def visible_recipients(send: Send, policy: Policy) -> Iterator[Finding]:
    """
    Many addresses stand in To or Cc, where every recipient of the message reads them.

    ## Why

    To and Cc are part of the message: whoever gets it sees everybody else in them, and may keep, forward or answer to
    all of them. Even where the text is harmless, the list is not: it says who is a patient, a member, a debtor, a
    suspect. Regulators treat it as a breach of confidentiality (GDPR, Art. 5(1)(f) and 32). Some that this did:

    - Serco, May 2020: 296 contact tracers in Cc.
    - Parish of St Helier, July 2017: 1,300 ratepayers in Cc.
    - Independent Inquiry into Child Sexual Abuse, February 2017: 90 victims in To, GBP 200,000.
    - Ministry of Defence (UK), September 2021: 245 Afghan interpreters in To, GBP 350,000.

    In a program it is one line, and it reaches everybody at once: a list from a query or a file is joined with commas,
    or handed to an API whose parameter becomes the To header. Programs that did it:

    - Coil, November 2020: a change of the text took another path through a mail service's API, which put the batch in To.
    - Ghostery, 25 May 2018, the day on which the GDPR began to apply: a system of their own, batches of 500 in To.
    - Argus, django-blog-zinnia, SpaceDock, Ion: a Django or smtplib list in To, found and repaired by users.

    If it has happened already: a notifiable breach must be reported within 72 hours (GDPR, Art. 33). Do not write to
    the same list to call the message back: the Parish of St Helier leaked a second time that way.

    ## Example

    ```py
    import csv
    import smtplib
    from email.message import EmailMessage

    with open("parishioners.csv", newline="") as file:
        people = [row["email"] for row in csv.DictReader(file)]

    message = EmailMessage()
    message["From"] = "parish@example.org"
    message["To"] = ", ".join(people)  # error: [visible-recipients] "an unbounded number of addresses"
    message.set_content("The newsletter is out.")
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    ## Use instead

    One message for each recipient, made anew in each round:

    ```py
    import csv
    import smtplib
    from email.message import EmailMessage

    with open("parishioners.csv", newline="") as file, smtplib.SMTP("localhost") as smtp:
        for row in csv.DictReader(file):
            message = EmailMessage()
            message["From"] = "parish@example.org"
            message["To"] = row["email"]
            message.set_content("The newsletter is out.")
            smtp.send_message(message)
    ```

    A mailing-list or bulk service does the same for you. Bcc comes last: address the message to yourself, put the
    recipients in Bcc, and send it with `send_message`, which strips that header. The ICO does not consider Bcc enough
    where the group is sensitive, for it is one slip away from Cc.

    Reply-To is as visible as To. A list there shows itself to everybody, and has all answers sent to everybody on it:

    ```py
    import smtplib
    from email.message import EmailMessage


    def invite(guests: list[str]) -> None:
        message = EmailMessage()
        message["To"] = "party@example.org"
        message["Bcc"] = ", ".join(guests)
        message["Reply-To"] = "party@example.org"  # not ", ".join(guests)
        with smtplib.SMTP("localhost") as smtp:
            smtp.send_message(message)
    ```

    ## Limits

    In Reply-To, addresses that stand in the sources are not reported: whom to answer to is written down on purpose.

    A value whose number of addresses is not known, and that nothing makes look like a list, counts as one address.
    Lists whose members know each other cannot be told from others by their code: say so with `# cclint:
    allow[visible-recipients]` and a reason, or raise `max-visible` in the table `policy`.

    ## Fix safety

    Every repair changes who sees what, or how many messages go out; none is applied unasked.

    ## References

    - ICO, Email and security, 30 August 2023:
      <https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/email-and-security/>
    - Serco:
      <https://www.independent.co.uk/news/uk/home-news/coronavirus-nhs-app-email-leak-serco-contact-tracers-a9523451.html>
    - Parish of St Helier: <http://jerseyeveningpost.com/news/2017/07/18/parish-email-breach-investigated/>
    - Independent Inquiry into Child Sexual Abuse: <https://www.bbc.com/news/uk-44872880>
    - Ministry of Defence: <https://cityam.com/mod-slapped-with-fine-over-data-breach-during-afghanistan-evacuation>
    - Coil: <https://www.coil.com/blog/report-regarding-the-november-16-2020-email-incident>
    - Ghostery: <https://seguranca-informatica.pt/ghostery-tries-to-comply-with-gdpr-but-something-went-wrong/>
    - Argus: <https://github.com/Uninett/Argus/issues/532>
    - django-blog-zinnia: <https://github.com/Fantomas42/django-blog-zinnia/issues/84>
    - SpaceDock: <https://github.com/KSP-SpaceDock/SpaceDock/issues/68>
    - Ion: <https://github.com/tjcsl/ion/issues/305>
    - RFC 5322, section 3.6.3, Destination Address Fields
    """
    for seen in policy.exposures(send, Cause.MANY):
        message = f"{seen.role} holds {seen.size}: every recipient sees all the others"
        yield visible_recipients.finding(message, at=seen.field, send=send, advice=REPAIRS)
    answers = policy.answers(send)
    if answers is not None and send.medium is Medium.PROGRAM:
        message = (
            f"Reply-To holds {addresses(answers.count)}: every recipient reads it, and an answer goes to all of them"
        )
        yield visible_recipients.finding(message, at=answers.widest, send=send, advice=REPLIES)


REPLIES = (
    "Answer to one address: a person, or a mailing list that forwards.",
    "Send each recipient a message of their own, with the Reply-To that is meant for them.",
)
