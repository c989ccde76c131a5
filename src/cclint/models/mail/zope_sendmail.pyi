"""zope.sendmail 4 to 7. https://zopesendmail.readthedocs.io/

What is handed over goes out as it is, a Bcc in it too; `toaddrs` is the envelope only. Observed with 7.3.
"""

# found by: zope.sendmail, IMailDelivery
# distribution: zope.sendmail 4.2 to 7.3

from cclint.models.vocabulary import Envelope, Raw, Sent

# module: zope.sendmail.interfaces
class IMailDelivery:
    def send(self, fromaddr, toaddrs: Envelope, message: Raw) -> Sent: ...

# module: zope.sendmail.delivery
class AbstractMailDelivery(zope.sendmail.interfaces.IMailDelivery):
    def send(self, fromaddr, toaddrs: Envelope, message: Raw) -> Sent: ...

class DirectMailDelivery(AbstractMailDelivery):
    def __init__(self, mailer): ...

class QueuedMailDelivery(AbstractMailDelivery):
    def __init__(self, queuePath): ...

# module: zope.sendmail.mailer
class SMTPMailer:
    def __init__(self, hostname="localhost", port=25, username=None, password=None, no_tls=False, force_tls=False, implicit_tls=False, timeout=10): ...
    def send(self, fromaddr, toaddrs: Envelope, message: Raw) -> Sent: ...

# module: zope.component
def getUtility(interface: type[T], name="", context=None) -> T: ...
def queryUtility(interface: type[T], name="", default=None, context=None) -> T: ...
