"""Twisted 13 to 26. https://docs.twisted.org/

What is handed over goes out as it is, a Bcc in it too; `to_addrs` and `toEmail` are the envelope only. Observed with 26.10.0.
"""

# found by: twisted.mail
# distribution: Twisted 22.10.0 to 26.10.0

from cclint.models.vocabulary import Envelope, Raw, Sent

# module: twisted.mail.smtp
def sendmail(smtphost, from_addr, to_addrs: Envelope, msg: Raw, senderDomainName=None, port=25, reactor=..., username=None, password=None, requireAuthentication=False, requireTransportSecurity=False) -> Sent: ...

class SMTPSenderFactory:
    def __init__(self, fromEmail, toEmail: Envelope, file: Raw, deferred, retries=5, timeout=None) -> Sent: ...

class ESMTPSenderFactory:
    def __init__(self, username, password, fromEmail, toEmail: Envelope, file: Raw, deferred, retries=5, timeout=None, contextFactory=None, heloFallback=False, requireAuthentication=True, requireTransportSecurity=True, hostname=None) -> Sent: ...
