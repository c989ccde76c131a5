"""django-allauth 0.40 to 65. https://docs.allauth.org/

The adapter's `send_mail` and `render_mail` make one message of what they are given, a list too, though allauth itself gives one address. Observed
with 65.21.1.
"""

# found by: allauth & render_mail, allauth & send_mail
# distribution: django-allauth 0.50.0 to 65.21.1

from cclint.models.vocabulary import Overrides, Sent, To

# module: allauth.account.adapter
class DefaultAccountAdapter:
    def __init__(self, request=None): ...
    def render_mail(self, template_prefix, email: To, context, headers: Overrides = None) -> django.core.mail.message.EmailMultiAlternatives: ...
    def send_mail(self, template_prefix, email: To, context) -> Sent: ...

def get_adapter(request=None) -> DefaultAccountAdapter: ...
