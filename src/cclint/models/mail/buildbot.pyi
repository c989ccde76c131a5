"""Buildbot 0.9 to 4. https://docs.buildbot.net/

A MailNotifier writes `extraRecipients` into Cc, or into To where nobody else is mailed. Read from the code of 4.3.0.
"""

# found by: MailNotifier
# distribution: buildbot 3.0.0 to 4.3.0

from cclint.models.vocabulary import Cc, Headers, Sent

# module: buildbot.reporters.mail
class MailNotifier:
    def __init__(self, fromaddr, *, extraRecipients: Cc = None, extraHeaders: Headers = None, **kwargs) -> Sent: ...

# module: buildbot.plugins.reporters
from buildbot.reporters.mail import MailNotifier as MailNotifier

# module: buildbot.status.mail
from buildbot.reporters.mail import MailNotifier as MailNotifier
