"""notifiers 1.0 to 2.0. https://notifiers.readthedocs.io/

The providers "email" and "gmail" make one message; texts are split at commas, a Bcc is taken out. Observed with 2.0.0.
"""

# distribution: notifiers 1.3.3 to 2.0.0

from typing import Literal, TypedDict

from cclint.models.vocabulary import Bcc, Cc, Sent, To

# module: notifiers.core
class Provider:
    def notify(self, raise_on_errors=False, **kwargs): ...

# module: notifiers.providers.email
class SMTP(notifiers.core.Provider):
    def notify(self, raise_on_errors=False, *, to: To = None, cc: Cc = None, bcc: Bcc = None, **kwargs) -> Sent: ...

# module: notifiers.core
@overload
def get_notifier(provider_name: Literal["email", "gmail"], strict=False) -> notifiers.providers.email.SMTP: ...
@overload
def get_notifier(provider_name, strict=False): ...

@overload
def notify(provider_name: Literal["email", "gmail"], *, to: To = None, cc: Cc = None, bcc: Bcc = None, **kwargs) -> Sent: ...
@overload
def notify(provider_name, **kwargs): ...

# module: notifiers.logging
class Defaults(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc

class NotificationHandler:
    @overload
    def __init__(self, provider: Literal["email", "gmail"], defaults: Defaults = None, **kwargs) -> Sent: ...
    @overload
    def __init__(self, provider, defaults=None, **kwargs): ...
    def setLevel(self, level) -> None: ...
    def setFormatter(self, fmt) -> None: ...

# module: notifiers
from notifiers.core import get_notifier as get_notifier
from notifiers.core import notify as notify
