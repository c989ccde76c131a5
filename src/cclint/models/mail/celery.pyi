"""Celery 3, whose workers mail errors (removed in 4.0). https://docs.celeryq.dev/

One message, To joined. Observed with 3.1.26 on Python 2.7.
"""

# found by: celery.utils.mail

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Sent, To

# module: celery.utils.mail
class Message:
    to: To
    def __init__(self, to: To = None, sender=None, subject=None, body=None, charset="us-ascii"): ...

class Mailer:
    def __init__(self, host="localhost", port=0, user=None, password=None, timeout=2, use_ssl=False, use_tls=False): ...
    def send(self, message: mark.Mail, fail_silently=False) -> Sent: ...
