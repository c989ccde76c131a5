"""A list of recipients grows over a loop, and is sent each time."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import REPAIRS, Cause, Finding, Policy, Send, rule


@rule("growing-recipients", on=Send, since="0.1.0")
def growing_recipients(send: Send, policy: Policy) -> Iterator[Finding]:
    """
    A list or text that is older than the loop gets one more address in each round, and stands in To or Cc each time.

    ## Why

    Each message is meant for one person more, and shows all the earlier ones: the first recipient sees nobody, the last
    one sees everybody. A test with one recipient finds nothing.

    On 11 June 2016 Let's Encrypt wrote to its subscribers with each message showing the addresses of all earlier
    recipients: 7,618 of some 383,000 messages were out after about 40 minutes (there it was a message that was reused,
    see reused-message). Whoever comes late in the list sees most, and is seen least. Regulators treat the addresses that are
    shown as a breach of confidentiality (GDPR, Art. 5(1)(f) and 32), to be reported within 72 hours where it is a risk to
    the people (Art. 33).

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    def remind(debtors: list[str]) -> None:
        recipients = []
        with smtplib.SMTP("localhost") as smtp:
            for debtor in debtors:
                recipients.append(debtor)
                message = EmailMessage()
                message["From"] = "accounts@example.org"
                message["To"] = ", ".join(recipients)  # error: [growing-recipients]
                message.set_content("Your payment is due.")
                smtp.send_message(message)
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    def remind(debtors: list[str]) -> None:
        with smtplib.SMTP("localhost") as smtp:
            for debtor in debtors:
                message = EmailMessage()
                message["From"] = "accounts@example.org"
                message["To"] = debtor
                message.set_content("Your payment is due.")
                smtp.send_message(message)
    ```

    ## Limits

    Emptying the list at the end of each round keeps recipients apart as well, and is understood.

    ## Fix safety

    Making the list inside the loop changes who gets each message: only the one that the round is about.

    ## References

    - Let's Encrypt, 11 June 2016, the same effect: each mail showed the addresses of all earlier recipients, up to
      7,618:
      <https://community.letsencrypt.org/t/email-address-disclosures-june-11-2016/17025>
    """
    for seen in policy.exposures(send, Cause.GROWING):
        message = f"{seen.role} grows over the loop, {seen.size}: every recipient sees all those before"
        yield growing_recipients.finding(message, at=seen.field, send=send, advice=ADVICE)


ADVICE = ("Make the list of recipients inside the loop, so that each message has its own.", *REPAIRS)
