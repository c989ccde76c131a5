"""repoze.sendmail 4. https://pypi.org/project/repoze.sendmail/

What is handed over goes out as it is, a Bcc in it too; `toaddrs` is the envelope only. Observed with 4.5.
"""

# found by: repoze.sendmail
# distribution: repoze.sendmail 4.4.1 to 4.5

from cclint.models.vocabulary import Envelope, Raw, Sent

# module: repoze.sendmail.delivery
class AbstractMailDelivery:
    def send(self, fromaddr, toaddrs: Envelope, message: Raw) -> Sent: ...

class DirectMailDelivery(AbstractMailDelivery):
    def __init__(self, mailer, transaction_manager=None): ...

class QueuedMailDelivery(AbstractMailDelivery):
    def __init__(self, queuePath, transaction_manager=None): ...

# module: repoze.sendmail.mailer
class SMTPMailer:
    def __init__(self, hostname="localhost", port=25, username=None, password=None, no_tls=False, force_tls=False, ssl=False, debug_smtp=False): ...
    def send(self, fromaddr, toaddrs: Envelope, message: Raw) -> Sent: ...

class SendmailMailer:
    def __init__(self, sendmail_app=None, sendmail_template=None): ...
    def send(self, fromaddr=None, toaddrs: Envelope = None, message: Raw = None) -> Sent: ...
