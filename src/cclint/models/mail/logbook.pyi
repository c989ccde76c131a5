"""logbook 0.10 to 1.10. https://logbook.readthedocs.io/

A MailHandler writes no To at all: `recipients` is the envelope only. Observed with 1.10.1.
"""

# distribution: Logbook 1.5.3 to 1.10.1

from cclint.models.vocabulary import Envelope, Sent

# module: logbook.handlers
class MailHandler:
    def __init__(self, from_addr, recipients: Envelope, subject=None, server_addr=None, credentials=None, secure=None, *args, **kwargs) -> Sent: ...
    def __enter__(self) -> Self: ...
    def push_application(self) -> None: ...

class GMailHandler(MailHandler):
    def __init__(self, account_id, password, recipients: Envelope, **kw) -> Sent: ...

# module: logbook
from logbook.handlers import MailHandler as MailHandler
from logbook.handlers import GMailHandler as GMailHandler
