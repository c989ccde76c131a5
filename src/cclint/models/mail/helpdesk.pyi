"""django-helpdesk 0.2 to 2.6. https://django-helpdesk.readthedocs.io/

One message for each call; a text is split at commas. Observed with 2.6.1.
"""

# found by: helpdesk
# distribution: django-helpdesk 0.3.0 to 2.6.1

from cclint.models.vocabulary import Bcc, Overrides, Sent, To

# module: helpdesk.templated_email
def send_templated_mail(template_name, context, recipients: To, sender=None, bcc: Bcc = None, fail_silently=False, files=None, extra_headers: Overrides = None) -> Sent: ...

# module: helpdesk.lib
from helpdesk.templated_email import send_templated_mail as send_templated_mail
