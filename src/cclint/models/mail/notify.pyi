"""GOV.UK Notify, and services like it (Canada, Australia): its library. https://docs.notifications.service.gov.uk/python.html

A call sends to one address. notifications-python-client 13.0.0 read, payloads observed.
"""

# distribution: notifications-python-client 13.0.0
# found by: notifications_python_client, send_email_notification

from cclint.models.vocabulary import Each, Sent, To

# module: notifications_python_client.notifications
class NotificationsAPIClient:
    def __init__(self, api_key, base_url=..., timeout=30, **kwargs): ...
    def send_email_notification(self, email_address: Each[To], template_id, personalisation=None, reference=None, email_reply_to_id=None, one_click_unsubscribe_url=None, sanitise_content_for=None) -> Sent: ...

# module: notifications_python_client
from notifications_python_client.notifications import NotificationsAPIClient as NotificationsAPIClient
