"""A template's To or Cc, or its link, holds many addresses."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import Finding, Level, Medium, Policy, Send, addresses, rule

LETTER = (
    "Let the template name one recipient, and have it rendered and sent for each of them.",
    "Or name one address that a mailing-list service hands on.",
    "Only then: put your own address in To, and the list in Bcc if what sends the message takes that out.",
)
REPLIES = ("Answer to one address: a person, or a mailing list that forwards.",)
LINK = (
    "Write a link for each of them, with one address.",
    "Or put the addresses behind bcc=, as in mailto:?bcc=... Whoever reads the page sees them there all the same.",
)


@rule("visible-recipients-in-template", on=Send, level=Level.WARNING, since="0.1.0")
def visible_recipients_in_template(send: Send, policy: Policy) -> Iterator[Finding]:
    """
    The header of a mail template holds many addresses: a loop, a join or a fixed list in To or Cc.

    ## Why

    A template that is a whole message decides itself who is visible. Whatever renders it, each recipient reads all
    that stands in its To and Cc. A `mailto:` link that a loop fills has the same effect by the hand of whoever clicks it.

    Templates that a program of the project renders are judged with what the program gives them, by the other rules; this
    one is about those that something else renders: mailmerge, Ansible, another service.

    The site of a campaign in the United States joined the recipients of its letters into `mailto:` links; in June 2020 it
    moved them to Bcc. Where those who are listed are private people, it is the same breach as a list in a program (GDPR,
    Art. 5(1)(f) and 32).

    ## Example

    `letter.eml.j2`:

    ```jinja
    From: office@example.org
    To: {{ parents | join(", ") }} {# warning: [visible-recipients-in-template] #}
    Subject: The trip on Friday

    Please be there at eight.
    ```

    ## Use instead

    `letter.eml.j2`:

    ```jinja
    From: office@example.org
    To: {{ parent }}
    Subject: The trip on Friday

    Please be there at eight.
    ```

    ## Limits

    A header needs a neighbour (From, Subject, MIME-Version, Content-Type) to be taken for one, and a file that has
    fields of received mail is data. In Reply-To, addresses that stand in the template are not reported. A variable
    that nothing makes look like a list counts as one address. Addresses that are written out in a link are not reported: whoever
    reads the page reads them there.

    ## Fix safety

    In a link, the addresses go behind `bcc=`: who clicks it still sees them, those who get the message do not. Who sends what
    else a template makes is not known, so that there is no repair for it.

    ## References

    - ICO, Email and security, 30 August 2023:
      <https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/email-and-security/>
    - The campaign's change: <https://github.com/defund12/defund12.org/pull/1478>
    - RFC 6068, The 'mailto' URI Scheme: <https://www.rfc-editor.org/rfc/rfc6068>
    """
    if send.medium is not Medium.TEMPLATE:
        return
    for seen in policy.shown(send):
        message = f"{seen.role} of {send.api} holds {seen.size}: every recipient sees all the others"
        yield visible_recipients_in_template.finding(
            message, at=seen.field, send=send, advice=LINK if send.api == "the link" else LETTER
        )
    answers = policy.answers(send)
    if answers is not None:
        size = addresses(answers.count)
        message = f"Reply-To of {send.api} holds {size}: every recipient reads it, and an answer goes to all of them"
        yield visible_recipients_in_template.finding(message, at=answers.widest, send=send, advice=REPLIES)
