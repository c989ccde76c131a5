"""yagmail 0.11 to 0.16. https://yagmail.readthedocs.io/

One message, To joined with a comma; a dictionary maps addresses to the names that the header shows in their place. `bcc` is never written
into the header, `headers` are, before all others. `preview_only` sends nothing. Observed with 0.16.0, and 0.11.224 on Python 2.7.
"""

# distribution: yagmail 0.11.224 to 0.16.0

from typing import Literal

from cclint.models.vocabulary import Bcc, Cc, Headers, Sent, Shown, To

# module: yagmail.sender
class SMTP:
    def __init__(self, user=None, password=None, host="smtp.gmail.com", port=None, smtp_starttls=None, smtp_ssl=True, smtp_set_debuglevel=0, smtp_skip_login=False, encoding="utf-8", oauth2_file=None, soft_email_validation=True, dkim=None, **kwargs): ...
    def __enter__(self) -> Self: ...
    @overload
    def send(self, to: To[Shown] = None, subject=None, contents=None, attachments=None, cc: Cc[Shown] = None, bcc: Bcc[Shown] = None, preview_only: Literal[False] = False, headers: Headers = None, prettify_html=True, message_id=None, group_messages=True) -> Sent: ...
    @overload
    def send(self, to=None, subject=None, contents=None, attachments=None, cc=None, bcc=None, preview_only=True, headers=None, prettify_html=True, message_id=None, group_messages=True): ...
    def close(self) -> None: ...
    def login(self): ...

Client = SMTP
SMTPBase = SMTP

# module: yagmail
from yagmail.sender import SMTP as SMTP
from yagmail.sender import Client as Client

# module: yagmail.async_core.aio
class AsyncClient(yagmail.sender.SMTP):
    def __aenter__(self) -> Self: ...

# module: yagmail
from yagmail.async_core.aio import AsyncClient as AsyncClient
AsyncSMTP = yagmail.async_core.aio.AsyncClient
AIOSMTP = yagmail.async_core.aio.AsyncClient
