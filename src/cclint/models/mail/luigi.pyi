"""Luigi 2 to 3. https://luigi.readthedocs.io/

One message; every item of the list is split at commas, and To joined. Observed with 3.8.1.
"""

# found by: luigi & notifications, luigi & owner_email
# distribution: luigi 2.8.13 to 3.8.1

from cclint.models.vocabulary import Sent, To

# module: luigi.notifications
def send_email(subject, message, sender, recipients: To, image_png=None) -> Sent: ...
def send_email_smtp(sender, subject, message, recipients: To, image_png) -> Sent: ...
def send_email_ses(sender, subject, message, recipients: To, image_png) -> Sent: ...
def send_email_sendgrid(sender, subject, message, recipients: To, image_png) -> Sent: ...
def send_error_email(subject, message, additional_recipients: To = None) -> Sent: ...

# module: luigi
class Task:
    owner_email: To
    def __init__(self, *args, **kwargs) -> Sent: ...
