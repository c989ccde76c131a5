"""One message object is reused over recipients, and its headers pile up."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import REPAIRS, Cause, Finding, Policy, Send, rule


@rule("reused-message", on=Send, since="0.1.0")
def reused_message(send: Send, policy: Policy) -> Iterator[Finding]:
    """
    A message that is older than the loop gets one more To or Cc in each round, so each recipient sees those before.

    ## Why

    For `email.mime` and legacy `email.message.Message` objects, `message["To"] = address` adds a header field; it
    replaces none. In a loop that is meant to write to one person after the other, the second recipient sees the first,
    the last one sees all.

    Let's Encrypt, 11 June 2016: a small mass-mailer, reviewed and tested, wrote to 7,618 subscribers and showed each of
    them the addresses of all before; the cause is reported to have been one MIME object that was reused in the loop.
    The trap was reported to Python in 2011. In law it is a breach of confidentiality as any other (GDPR, Art. 5(1)(f), 32
    and 33); a run that is stopped half-way has shown only half of the list, and all of that to its last recipients.

    ## Example

    ```py
    import smtplib
    from email.mime.text import MIMEText

    def notify(subscribers: list[str]) -> None:
        message = MIMEText("Our terms have changed.")
        message["From"] = "terms@example.org"
        with smtplib.SMTP("localhost") as smtp:
            for address in subscribers:
                message["To"] = address  # error: [reused-message]
                smtp.sendmail("terms@example.org", [address], message.as_string())
    ```

    ## Use instead

    ```py
    import smtplib
    from email.mime.text import MIMEText

    def notify(subscribers: list[str]) -> None:
        with smtplib.SMTP("localhost") as smtp:
            for address in subscribers:
                message = MIMEText("Our terms have changed.")
                message["From"] = "terms@example.org"
                message["To"] = address
                smtp.sendmail("terms@example.org", [address], message.as_string())
    ```

    `del message["To"]` before the assignment, or `message.replace_header("To", address)`, also keeps them apart.
    `EmailMessage` refuses a second To with a ValueError.

    ## Limits

    A field that is added before the loop and again in its only round counts, too: two fields are two audiences that see
    each other.

    ## Fix safety

    Making the message inside the loop changes nothing but what piles up: headers, and parts that were attached in the
    loop.

    `cclint fix` deletes the header before it is set, which changes nothing else. Where `send_message` took the envelope
    from the first of the To fields, all messages went to the first recipient; now each goes to its own.

    ## References

    - Let's Encrypt, the report: <https://community.letsencrypt.org/t/email-address-disclosures-june-11-2016/17025>
    - Let's Encrypt, the cause as discussed: <https://techecho.bigdataflowing.com/en/item/11881704>
    - The trap, as reported to Python: <https://bugs.python.org/issue12111>
    """
    for seen in policy.exposures(send, Cause.REUSED):
        message = f"{seen.role} piles up on a reused message, {seen.size}: every recipient sees all those before"
        yield reused_message.finding(message, at=seen.field, send=send, advice=ADVICE)


ADVICE = (
    "Make the message inside the loop, a fresh one for each recipient.",
    *REPAIRS[1:2],
    "At the least, delete the header before setting it: assigning to a MIME message adds a field, it replaces none.",
)
