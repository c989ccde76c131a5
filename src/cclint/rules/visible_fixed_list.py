"""A fixed list of known addresses stands in To or Cc."""

from __future__ import annotations

from collections.abc import Iterator

from cclint import REPAIRS, Cause, Finding, Level, Policy, Send, rule


@rule("visible-fixed-list", on=Send, level=Level.WARNING, since="0.1.0")
def visible_fixed_list(send: Send, policy: Policy) -> Iterator[Finding]:
    """
    A fixed list of addresses, all of which stand in the sources, is shown in To or Cc.

    ## Why

    Each of them reads all the others, exactly as with a list from a database (see visible-recipients). It has a name of
    its own because it is the form that is most often meant: an operations team, a board, two colleagues. A team that
    knows its lists can allow this rule alone and keep the one about lists that nobody has looked at.

    A short list is no smaller breach. The UK's regulator reprimanded a health body of Northern Ireland in 2023 for 15
    people in Cc, and NHS Highland for 37 who were likely to use HIV services. To and Cc are right where the people know
    each other and are to act together; addresses of functions (office@, privacy@) are in general no personal data.

    ## Example

    ```py
    import smtplib
    from email.message import EmailMessage

    TRAINEES = ["ann@example.org", "bob@example.net", "cem@example.com"]

    message = EmailMessage()
    message["From"] = "training@example.org"
    message["To"] = ", ".join(TRAINEES)  # warning: [visible-fixed-list] "To holds 3 addresses"
    message.set_content("Your results are in.")
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
    ```

    ## Use instead

    ```py
    import smtplib
    from email.message import EmailMessage

    TRAINEES = ["ann@example.org", "bob@example.net", "cem@example.com"]

    with smtplib.SMTP("localhost") as smtp:
        for trainee in TRAINEES:
            message = EmailMessage()
            message["From"] = "training@example.org"
            message["To"] = trainee
            message.set_content("Your results are in.")
            smtp.send_message(message)
    ```

    For a team, one address of a mailing list is better than its members' addresses in the code.

    ## Limits

    Whether the people behind the addresses know each other does not stand in the code. Where they do, write
    `# cclint: allow[visible-fixed-list]` and say who they are.

    ## Fix safety

    Every repair changes who sees what, or how many messages go out; none is applied unasked.

    ## References

    - ICO, Email and security, 30 August 2023:
      <https://ico.org.uk/for-organisations/uk-gdpr-guidance-and-resources/security/email-and-security/>
    - NHS Highland, 37 people in Cc, reprimand of March 2023:
      <https://ico.org.uk/about-the-ico/media-centre/news-and-blogs/2023/03/ico-calls-for-highest-standards-in-hiv-services-after-nhs-highland-reprimand/>
    - Patient and Client Council, Northern Ireland, 15 people in Cc:
      <https://www.blakemorgan.co.uk/sending-bulk-emails-new-ico-guidance-published-to-limit-email-data-breaches/>
    - Addresses of functions, a data-protection officer's opinion:
      <https://www.redhotcyber.com/en/post/gdpr-data-breach-email-errors-and-consequences>
    """
    for seen in policy.exposures(send, Cause.FIXED):
        message = f"{seen.role} holds {seen.size}, a fixed list: every recipient sees all the others"
        yield visible_fixed_list.finding(message, at=seen.field, send=send, advice=REPAIRS)
