"""Flask-Security-Too 4 to 5. https://flask-security.readthedocs.io/

Every mail goes to one address. Read from the code of 5.9.2.
"""

# distribution: Flask-Security-Too 4.1.0 to 5.9.2

from cclint.models.vocabulary import Each, Sent, To

# module: flask_security.mail_util
class MailUtil:
    def __init__(self, app=None): ...
    def send_mail(self, template, subject, recipient: Each[To], sender, body, html, user=None, **kwargs) -> Sent: ...

# module: flask_security
from flask_security.mail_util import MailUtil as MailUtil
