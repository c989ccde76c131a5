"""django-templated-email 2.3 to 3.1. https://github.com/vintasoftware/django-templated-email

One message for each call; `bcc` is never written into the header. Observed with 3.1.1.
"""

# found by: templated_email
# distribution: django-templated-email 2.3.0 to 3.1.1

from cclint.models.vocabulary import Bcc, Cc, Overrides, Sent, To

# module: templated_email
def send_templated_mail(template_name, from_email=None, recipient_list: To = None, context=None, cc: Cc = None, bcc: Bcc = None, fail_silently=False, connection=None, headers: Overrides = None, template_prefix=None, template_suffix=None, create_link=False, **kwargs) -> Sent: ...
def get_templated_mail(template_name, context, from_email=None, to: To = None, cc: Cc = None, bcc: Bcc = None, headers: Overrides = None, template_prefix=None, template_suffix=None, template_dir=None, file_extension=None, create_link=False) -> django.core.mail.message.EmailMultiAlternatives: ...
