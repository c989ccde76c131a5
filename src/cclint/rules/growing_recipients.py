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
