"""A suppression whose day is over."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Allowance, Finding, Level, rule


@rule("expired-suppression", on=Allowance, level=Level.WARNING, since="0.1.0")
def expired_suppression(allowance: Allowance) -> Iterator[Finding]:
    """
    A suppression was meant until a day that is over.

    ## Why

    `until=2027-03-31` says that a leak is known and will be repaired by then. When the day is over, the finding is back, and
    this says why: it is not new, it is late.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    both = "ann@example.org, bob@example.net"
    # The two expectations stand on the line: the finding that is back, and the comment that has ended.
    # warning: [visible-fixed-list]
    # warning: [expired-suppression]
    message["To"] = both  # cclint: allow[visible-fixed-list] until=2021-12-31 they ask for it
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    PEOPLE = ["ann@example.org", "bob@example.net"]

    with smtplib.SMTP("localhost") as smtp:
        for person in PEOPLE:
            message = EmailMessage()
            message["To"] = person
            smtp.send_message(message)
    ```

    ## Limits

    The day is that of the machine, in UTC; `SOURCE_DATE_EPOCH` sets another.

    ## Fix safety

    Another day is another decision: take it again, with whoever took it first.

    ## References

    - Why such lists need an end: <https://github.com/adorsys/status-list-server/issues/406>
    """
    if allowance.expired and not allowance.fault:
        message = (
            f"the permission for {allowance.names} ended on {allowance.until}: repair what it allowed, or decide anew"
        )
        yield expired_suppression.finding(message, at=allowance.place)
