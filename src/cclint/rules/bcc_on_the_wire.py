"""A Bcc header stands in the text that is sent."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Finding, Send, addresses, rule


@rule("bcc-on-the-wire", on=Send, since="0.1.0")
def bcc_on_the_wire(send: Send) -> Iterator[Finding]:
    """
    A Bcc header stands in the text that is sent, so those who were to be hidden are not.

    ## Why

    Bcc is hidden only if somebody takes it out before the message leaves. `smtplib.SMTP.send_message` does; `sendmail`
    does not: it sends the text that it is given, and the recipients' programs may show the header, or answer to
    everybody in it. One address is enough: it belongs to the one person who must not be seen. That they were written to
    is personal data (GDPR, Art. 5(1)(f) and 32), and who was hidden had a reason to be.

    It has happened to libraries and programs, and so to all that used them: yagmail showed the whole Bcc list to every
    recipient until October 2015; the mail client himalaya was reported to in September 2026, and the reporter found the
    list in what Gmail had delivered. `smtplib` was asked in 2017 why it does not hide the header; the answer was that
    `sendmail` sends what it is given.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "hr@example.org"
    message["To"] = "ann@example.org"
    message["Bcc"] = "lawyer@example.org"  # error: [bcc-on-the-wire] "1 address"
    message.set_content("Your severance terms.")
    with smtplib.SMTP("localhost") as smtp:
        smtp.sendmail("hr@example.org", ["ann@example.org", "lawyer@example.org"], message.as_string())
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"] = "hr@example.org"
    message["To"] = "ann@example.org"
    message["Bcc"] = "lawyer@example.org"
    message.set_content("Your severance terms.")
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    Or leave the header out and name the hidden recipients in the envelope only, the second argument of `sendmail`.

    ## Limits

    Programs such as `sendmail -t` read the Bcc header of the text that they are given and take it out themselves; how a
    program that cclint does not know treats it cannot be said.

    ## Fix safety

    `send_message(message)` sends to the addresses of To, Cc and Bcc. Where the envelope named other recipients, these
    have to be passed on as `to_addrs`.

    ## References

    - RFC 5322, section 3.6.3, the three ways in which Bcc may be treated:
      <https://www.rfc-editor.org/rfc/rfc5322#section-3.6.3>
    - yagmail, issue 23: <https://github.com/kootenpv/yagmail/issues/23>
    - himalaya, issue 747: <https://github.com/pimalaya/himalaya/issues/747>
    - Python, issue 75235, closed as not a bug: <https://github.com/python/cpython/issues/75235>
    - The documentation of smtplib.SMTP.send_message:
      <https://docs.python.org/3/library/smtplib.html#smtplib.SMTP.send_message>
    """
    hidden = send.bcc_on_the_wire
    if hidden.count.most >= 1:
        message = (
            f"the Bcc header is sent along and holds {addresses(hidden.count)}: recipients can see who was to be hidden"
        )
        yield bcc_on_the_wire.finding(message, at=hidden.widest, send=send, advice=ADVICE)


ADVICE = (
    "Send each recipient, the hidden ones too, a message of their own.",
    "Or send with send_message(message), which strips the Bcc header and still sends to those in it.",
    "Or leave the Bcc header out and name the hidden recipients only in the envelope, the to_addrs of sendmail().",
)
