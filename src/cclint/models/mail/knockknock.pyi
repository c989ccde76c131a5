"""knockknock 0.1. https://github.com/huggingface/knockknock

One message for each address. Observed with 0.1.8.1.
"""

# distribution: knockknock 0.1.8.1

from cclint.models.vocabulary import Each, Sent, To

# module: knockknock.email_sender
def email_sender(recipient_emails: Each[To], sender_email=None) -> Sent: ...

# module: knockknock
from knockknock.email_sender import email_sender as email_sender
