"""logging.handlers.SMTPHandler (standard library). https://docs.python.org/3/library/logging.handlers.html#smtphandler

One message for each record, all of `toaddrs` in its To, whether they are a list or a text with commas; there is no Cc and no Bcc. A
configuration for `dictConfig` names the class by its path. A class that has an `emit` of its own
sends what that says. Observed on CPython 2.7 to 3.13.
"""

# found by: SMTPHandler

from typing import Literal, TypedDict

from cclint.models.vocabulary import Each, Sent, To

# module: logging.handlers
class SMTPHandler:
    mailhost: str
    fromaddr: str
    toaddrs: To
    subject: str
    def __init__(self, mailhost, fromaddr, toaddrs: To, subject, credentials=None, secure=None, timeout=5.0) -> Sent: ...
    def setLevel(self, level) -> None: ...
    def setFormatter(self, fmt) -> None: ...
    def addFilter(self, filter) -> None: ...
    def getSubject(self, record) -> str: ...
    def emit(self, record) -> Sent: ...

# module: logging.config
Handler = TypedDict("Handler", {"class": Literal["logging.handlers.SMTPHandler", "logging.SMTPHandler"], "toaddrs": To})
Factory = TypedDict("Factory", {"()": Literal["logging.handlers.SMTPHandler", "ext://logging.handlers.SMTPHandler"], "toaddrs": To})

class Configuration(TypedDict):
    handlers: Each[Factory | Handler]

def dictConfig(config: Configuration) -> Sent: ...
