"""Outlook through pywin32. https://learn.microsoft.com/en-us/office/vba/api/outlook.mailitem

`To` and `CC` are texts with semicolons; `Recipients.Add` adds one to To. Not run: it needs Windows.
"""

# found by: Outlook.Application, outlook.application

from typing import Literal

from cclint.models.vocabulary import Bcc, Cc, Sent, To

# module: win32com.client
class Recipients:
    def Add(self, Name: To): ...

class MailItem:
    To: To
    CC: Cc
    BCC: Bcc
    Recipients: Recipients = ...
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

# module: win32com.client.gencache
EnsureDispatch = win32com.client.Dispatch
