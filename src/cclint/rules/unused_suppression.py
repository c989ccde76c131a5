"""A suppression allows what is not there any more."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Allowance, Finding, Level, rule


@rule("unused-suppression", on=Allowance, level=Level.WARNING, since="0.1.0")
def unused_suppression(allowance: Allowance) -> Iterator[Finding]:
    """
    A suppression allows a finding that there is none of.

    ## Why

    The code has changed, or the rule has learned better, and the comment has stayed. It says of the code below it what is
    no longer true, and it would silence the next leak on that line, which nobody has looked at.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org"  # cclint: allow[visible-recipients] the choir  # warning: [unused-suppression]
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org"
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    Entries of `[[tool.cclint.allow]]` are judged in the same way, by a run that looks at all the files that they speak of.

    ## Limits

    A run without a rule (`--select`, `ignore`) says nothing about suppressions of that rule, nor about files that could not
    be read wholly.

    ## Fix safety

    Taking the comment away changes nothing that the program does.

    ## References

    - Ruff's unused-noqa, the model: <https://docs.astral.sh/ruff/rules/unused-noqa/>
    """
    for rule_name in allowance.unused if not allowance.expired else ():
        message = f"nothing here needs the permission for {rule_name}: take it away"
        yield unused_suppression.finding(message, at=allowance.place)
