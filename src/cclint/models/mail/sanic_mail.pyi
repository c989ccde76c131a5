"""sanic-mail 0.0. https://pypi.org/project/sanic-mail/

One message; there is no Bcc. Read from the code of 0.0.3.
"""

# distribution: sanic-mail 0.0.3

from cclint.models.vocabulary import Cc, Sent, To

# module: sanic_mail
class Sanic_Mail:
    def __init__(self, app=None): ...
    def init_app(self, app): ...
    def send_email(self, targetlist: To, subject, content, sendername=None, Cclist: Cc = None, html=False, msgimgs=None, attachments=None) -> Sent: ...
    def send_email_no_wait(self, targetlist: To, subject, content, sendername=None, Cclist: Cc = None, html=False, msgimgs=None, attachments=None) -> Sent: ...
