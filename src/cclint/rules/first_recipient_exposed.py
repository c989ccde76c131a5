"""One recipient of many stands in To, the others in Bcc."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Finding, Level, Send, addresses, rule


@rule("first-recipient-exposed", on=Send, since="0.1.0", level=Level.WARNING, preview=True)
def first_recipient_exposed(send: Send) -> Iterator[Finding]:
    """
    One recipient of many stands in To, where all those read it who are hidden in Bcc or in the envelope.

    ## Why

    A message wants a To, so the first of the list is put there and the others go to Bcc. They see nobody but each of
    them sees the first one: whoever comes first in the alphabet, registered first, or was the first row of the query.
    One person's address, and that they are on the list, is shown to everybody. It is reported as a privacy bug wherever
    it is done: OpenCRVS showed one citizen's address to all others in 2024. For the one who is shown it is the same
    breach as a visible list (GDPR, Art. 5(1)(f) and 32).

    ## Example

    ```toml
    select = ["first-recipient-exposed"]
    ```

    ```py
    import smtplib
    from email.message import EmailMessage

    def announce(citizens: list[str]) -> None:
        message = EmailMessage()
        message["From"] = "registry@example.org"
        message["To"] = citizens[0]  # warning: [first-recipient-exposed]
        message["Bcc"] = ", ".join(citizens[1:])
        message.set_content("The office is closed on Monday.")
        with smtplib.SMTP("localhost") as smtp:
            smtp.send_message(message)
    ```

    ## Use instead

    Address the message to yourself:

    ```toml
    select = ["first-recipient-exposed"]
    ```

    ```py
    import smtplib
    from email.message import EmailMessage

    def announce(citizens: list[str]) -> None:
        message = EmailMessage()
        message["From"] = "registry@example.org"
        message["To"] = "registry@example.org"
        message["Bcc"] = ", ".join(citizens)
        message.set_content("The office is closed on Monday.")
        with smtplib.SMTP("localhost") as smtp:
            smtp.send_message(message)
    ```

    Better still, send each of them a message of their own.

    ## Limits

    Only lists whose members are not known from the sources are looked at, and only where the address in To comes from
    the very list that is hidden. The rule is in preview: it runs where it is selected by name.

    ## Fix safety

    The first recipient is moved to Bcc as well, so that To is left out; where the envelope is given by itself, To names nobody.
    The same people get the message.

    ## References

    - OpenCRVS, issue 6829: <https://github.com/opencrvs/opencrvs-core/issues/6829>
    - ICO, Email and security, 30 August 2023:
      <https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/email-and-security/>
    """
    for role in ("To", "Cc"):
        seen = send.audience(role)
        alone = [field for field in seen.fields if field.drawn]
        if seen.count.most == 1 and alone:
            hidden = max((send.audience("Bcc").count, send.envelope or seen.count), key=lambda count: count.most)
            message = f"{role} shows one recipient of the list to all who are hidden, {addresses(hidden)}"
            yield first_recipient_exposed.finding(message, at=alone[0], send=send, advice=ADVICE)


ADVICE = (
    "Send each recipient a message of their own.",
    "Or address the message to yourself, and put all recipients in Bcc.",
)
