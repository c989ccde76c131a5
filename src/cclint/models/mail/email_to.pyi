"""email-to 0.1. https://github.com/abdnh/email-to

One message; a text with commas is shown whole. Observed with 0.1.0.
"""

# distribution: email-to 0.1.0

from cclint.models.vocabulary import Sent, To

# module: email_to.email_to
class Message:
    def __init__(self, body=None, style=None, server=None): ...
    def add(self, markdown_text) -> Self: ...
    def send(self, send_to: To, subject) -> Sent: ...

class EmailServer:
    def __init__(self, url, port, email, password): ...
    def message(self, body=None, style=None) -> Message: ...
    def quick_email(self, send_to: To, subject, body, style=None) -> Sent: ...
    def send_message(self, message, send_to: To, subject) -> Sent: ...

# module: email_to
from email_to.email_to import EmailServer as EmailServer
from email_to.email_to import Message as Message
