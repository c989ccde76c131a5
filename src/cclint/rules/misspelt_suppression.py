"""A comment that wants to allow something and does not."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Allowance, Finding, Level, rule


@rule("misspelt-suppression", on=Allowance, level=Level.WARNING, since="0.1.0")
def misspelt_suppression(allowance: Allowance) -> Iterator[Finding]:
    """
    A comment wants to allow something, but is not written so that it does.

    ## Why

    A rule that there is not, a word that means nothing, a day that is none: whoever wrote it believes that something is
    allowed, or allowed for a time only, and neither is true.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    # warning: [misspelt-suppression] "did you mean 'visible-recipients'?"
    message["To"] = "ann@example.org"  # cclint: allow[visible-recipient] the choir
    message["Cc"] = "bob@example.net"  # cclint: ignore  # warning: [misspelt-suppression]
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

    Only comments that begin with `cclint:` are looked at; a misspelling of that word is taken for prose.

    ## Fix safety

    A comment changes nothing that the program does.

    ## References

    - A misspelt key that made an exception permanent: <https://github.com/vulnlog/vulnlog/issues/188>
    """
    if allowance.fault:
        yield misspelt_suppression.finding(f"this allows nothing: {allowance.fault}", at=allowance.place)
