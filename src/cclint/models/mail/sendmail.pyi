"""sendmail 2.0 (of the package index; not smtplib's method). https://pypi.org/project/sendmail/

The text goes to /usr/sbin/sendmail as it is; `to_addrs` is the envelope only. Read from the code of 2.0.
"""

# found by: import sendmail
# distribution: sendmail 2.0

from cclint.models.vocabulary import Envelope, Raw, Sent

# module: sendmail
class Sendmail:
    def __init__(self, *args, **kwargs): ...
    def sendmail(self, from_addr, to_addrs: Envelope, msg: Raw, mail_options=()) -> Sent: ...
