"""mailsuite 1 to 2, which parsedmarc mails with. https://seanthegeek.github.io/mailsuite/

One message, To joined; `message_bcc` is the envelope only. Observed with mailsuite 2.3.3; parsedmarc 9 and 10 read.
"""

# found by: mailsuite, parsedmarc
# distribution: mailsuite 1.9.18 to 2.3.3
# distribution: parsedmarc 8.15.0 to 10.4.2

from cclint.models.vocabulary import Bcc, Cc, Headers, Sent, To

# module: mailsuite.smtp
def send_email(host, message_from, message_to: To = None, message_cc: Cc = None, message_bcc: Bcc = None, *, message_headers: Headers = None, **kwargs) -> Sent: ...

# module: parsedmarc
def email_results(results, host, mail_from, mail_to: To, *, mail_cc: Cc = None, mail_bcc: Bcc = None, **kwargs) -> Sent: ...
