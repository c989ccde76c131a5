"""Outlook through pywin32. https://learn.microsoft.com/en-us/office/vba/api/outlook.mailitem

`To` and `CC` are texts with semicolons; `Recipients.Add` adds one to To, unless the `Type` of what it gives says otherwise (2 is Cc, 3
is Bcc). `Display` and `Save` send nothing. Not run: it needs Windows.
"""

# found by: Outlook.Application, outlook.application

from typing import Literal

from cclint.models.vocabulary import Address, Bcc, Cc, Named, ReplyTo, Sent, To

# module: win32com.client
class Recipient:
    Name: Address
    Type: Named
    def Resolve(self) -> bool: ...

class Recipients:
    def Add(self, Name: To) -> Recipient: ...
    def ResolveAll(self) -> bool: ...

class ReplyRecipients:
    def Add(self, Name: ReplyTo) -> Recipient: ...

class MailItem:
    To: To
    CC: Cc
    BCC: Bcc
    Recipients: Recipients = ...
    ReplyRecipients: ReplyRecipients = ...
    def Send(self) -> Sent: ...
    def Display(self, Modal=False) -> None: ...
    def Save(self) -> None: ...

class Outlook:
    def CreateItem(self, ItemType) -> MailItem: ...
    def CreateItemFromTemplate(self, TemplatePath, InFolder=None) -> MailItem: ...

@overload
def Dispatch(dispatch: Literal["Outlook.Application", "outlook.application"], *args, **kwargs) -> Outlook: ...
@overload
def Dispatch(dispatch, *args, **kwargs): ...
@overload
def DispatchEx(clsid: Literal["Outlook.Application", "outlook.application"], *args, **kwargs) -> Outlook: ...
@overload
def DispatchEx(clsid, *args, **kwargs): ...

@overload
def GetActiveObject(Class: Literal["Outlook.Application", "outlook.application"], *args, **kwargs) -> Outlook: ...
@overload
def GetActiveObject(Class, *args, **kwargs): ...

# module: win32com.client.constants
olTo = 1
olCC = 2
olBCC = 3

# module: win32com.client.gencache
EnsureDispatch = win32com.client.Dispatch
