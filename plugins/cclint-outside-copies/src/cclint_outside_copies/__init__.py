"""A rule for cclint: outside-copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cclint import Field, Finding, Level, Rule, Send, hookimpl, rule


@dataclass(frozen=True)
class Options:
    """What `[tool.cclint.rules.outside-copies]` may hold.

    Parameters
    ----------
    domains: those whose people may be in Cc, subdomains included.
    """

    domains: list[str] | tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no list of domains: cclint names the line of the configuration."""
        if not isinstance(self.domains, (list, tuple)) or not all(isinstance(one, str) for one in self.domains):
            raise TypeError("domains is a list of texts")

    def inside(self, address: str) -> bool:
        """Whether an address belongs to one of the domains."""
        domain = address.rpartition("@")[2].lower()
        return any(domain == one.lower() or domain.endswith(f".{one.lower()}") for one in self.domains)


@rule("outside-copies", on=Send, level=Level.WARNING, options=Options)
def outside_copies(send: Send, options: Options) -> Iterator[Finding]:
    """
    An address outside of the organisation's domains stands in Cc, or one of which nothing is known.

    ## Why

    Whoever is in Cc reads who else is written to, and the whole conversation as soon as somebody answers to all. Inside of
    an organisation that is what Cc is for; a customer, a supplier or a private address in it is most often a slip.

    ## Example

    ```toml
    [rules.outside-copies]
    domains = ["example.org"]
    ```

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org"
    message["Cc"] = "bob@example.net"  # warning: [outside-copies]
    smtplib.SMTP("localhost").send_message(message)
    ```

    ## Use instead

    ```toml
    [rules.outside-copies]
    domains = ["example.org"]
    ```

    ```py
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["To"] = "ann@example.org"
    message["Cc"] = "office@lists.example.org"
    smtplib.SMTP("localhost").send_message(message)
    ```

    ## Limits

    It is silent until `domains` names one.
    """
    if not options.domains:
        return
    for copy in send.fields:
        if copy.role == "Cc" and copy.count.most > 0 and (told := _outside(copy, options)):
            yield outside_copies.finding(
                told, at=copy, send=send, advice=("Send people outside a message of their own.",)
            )


def _outside(copy: Field, options: Options) -> str:
    """What is wrong with a header field, in one sentence without addresses; nothing if all of it is inside."""
    strange = sum(not options.inside(address) for address in copy.addresses)
    if strange:
        return f"Cc holds {strange} address{'es' * (strange > 1)} outside of {', '.join(options.domains)}"
    return (
        ""
        if copy.fixed
        else f"Cc holds an address of which it is not known whether it is in {', '.join(options.domains)}"
    )


@hookimpl
def cclint_rules() -> list[Rule]:
    """Called by cclint."""
    return [outside_copies]
