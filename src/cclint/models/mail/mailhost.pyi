"""Zope's MailHost (Products.MailHost 3 to 6), and Plone's plone.api. https://zope.readthedocs.io/ https://6.docs.plone.org/plone.api/

`mto` is no envelope: it takes the place of the message's To. A Bcc is always taken out; with no `mto` those in it are mailed. Plone's own
mail action makes a message for each address. Observed with Products.MailHost 6.1; plone.api read from the code of 3.0.3. Before Plone 4 the
tool was a SecureMailHost, whose `secureSend` writes the headers itself (read from its code of 2007).
"""

# found by: MailHost, plone.api, plone import api, secureSend
# distribution: Products.MailHost 4.13 to 6.1
# distribution: plone.api 1.9.1 to 3.0.3

from typing import Literal, Protocol

from cclint.models.vocabulary import Bcc, Cc, Each, Mail, Sent, To

# module: Products.MailHost.MailHost
class MailBase:
    def send(self, messageText: Mail, mto: To = None, mfrom=None, subject=None, encode=None, immediate=False, charset=None, msg_type=None) -> Sent: ...
    def simple_send(self, mto: To, mfrom, subject, body, immediate=False) -> Sent: ...
    def secureSend(self, message: Mail, mto: To, mfrom, subject="[No Subject]", mcc: Cc = None, mbcc: Bcc = None, subtype="plain", charset="us-ascii", debug=False, **kwargs) -> Sent: ...

class MailHost(MailBase):
    def __init__(self, id="", title="", smtp_host="localhost", smtp_port=25, **kwargs): ...

class LikeMailHost(Protocol):
    def send(self, messageText: Mail, *, mto: To, mfrom=None, subject=None, encode=None, immediate=False, charset=None, msg_type=None) -> Sent: ...
    def secureSend(self, message: Mail, *, mto: To, mfrom=None, subject="[No Subject]", mcc: Cc = None, mbcc: Bcc = None, subtype="plain", charset="us-ascii", debug=False, **kwargs) -> Sent: ...
    def getMailHost(self) -> MailHost: ...
    MailHost: MailHost

# module: Products.MailHost.interfaces
class IMailHost(Products.MailHost.MailHost.MailHost): ...

# module: Products.SecureMailHost.SecureMailHost
class SecureMailHost(Products.MailHost.MailHost.MailHost): ...

# module: Products.CMFCore.utils
@overload
def getToolByName(obj, name: Literal["MailHost"], default=None) -> Products.MailHost.MailHost.MailHost: ...
@overload
def getToolByName(obj, name, default=None): ...

# module: plone.api.portal
@overload
def get_tool(name: Literal["MailHost"]) -> Products.MailHost.MailHost.MailHost: ...
@overload
def get_tool(name): ...
def send_email(sender=None, recipient: To = None, subject=None, body=None, immediate=False) -> Sent: ...

# module: plone.app.contentrules.actions.mail
class MailAction:
    recipients: Each[To]
