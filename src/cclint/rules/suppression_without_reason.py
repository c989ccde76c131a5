"""A suppression does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Allowance, Finding, Level, rule


@rule("suppression-without-reason", on=Allowance, level=Level.WARNING, since="0.1.0")
def suppression_without_reason(allowance: Allowance) -> Iterator[Finding]:
    """
    A suppression does not say why the finding is meant.

    ## Why

    Whether people may see each other does not stand in the code: they are a board, a team, a family. Whoever reads the
    comment next year, or answers to a data-protection authority, needs that sentence. Words such as "ok" or "by design" say
    only that somebody wanted silence.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    # warning: [suppression-without-reason]
    message["To"] = "ann@example.org, bob@example.net"  # cclint: allow[visible-fixed-list] ok
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org, bob@example.net"  # cclint: allow[visible-fixed-list] the two treasurers
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    ## Limits

    That the words are a good reason, only people can say.

    ## Fix safety

    A comment changes nothing that the program does.

    ## References

    - The same wish for Ruff: <https://github.com/astral-sh/ruff/issues/8453>
    """
    if allowance.rules and not allowance.reason and not allowance.fault:
        message = f"the permission for {allowance.names} gives no reason: say why these people may see each other"
        yield suppression_without_reason.finding(message, at=allowance.place)
