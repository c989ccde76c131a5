"""Exchange through exchangelib. https://ecederstrand.github.io/exchangelib/

All of `to_recipients` and `cc_recipients` of a message see each other. Observed with 5.6.0.
"""

# distribution: exchangelib 5.6.0
# found by: exchangelib

from typing import Protocol

from cclint.models.vocabulary import Bcc, Cc, ReplyTo, Sent, To
from cclint.models import vocabulary as mark

# module: exchangelib
class Mailbox:
    email_address: mark.Address
    def __init__(self, *, email_address: mark.Address = None, **kwargs): ...

class Message:
    to_recipients: To
    cc_recipients: Cc
    bcc_recipients: Bcc
    reply_to: ReplyTo
    def __init__(self, *, to_recipients: To = None, cc_recipients: Cc = None, bcc_recipients: Bcc = None, reply_to: ReplyTo = None, **kwargs): ...
    def send(self, save_copy=True, copy_to_folder=None, conflict_resolution="AutoResolve", send_meeting_invitations="SendToNone") -> Sent: ...
    def send_and_save(self, update_fields=None, conflict_resolution="AutoResolve", send_meeting_invitations="SendToNone") -> Sent: ...

# module: exchangelib.items.item
class Item:
    def forward(self, subject, body, to_recipients: To, cc_recipients: Cc = None, bcc_recipients: Bcc = None) -> Sent: ...

class LikeItem(Protocol):
    def forward(self, subject=None, body=None, *, to_recipients: To, cc_recipients: Cc = None, bcc_recipients: Bcc = None) -> Sent: ...

# module: exchangelib.items
from exchangelib import Message as Message
