"""prefect-email 0.2 to 0.4, and Prefect's notification blocks. https://docs.prefect.io/integrations/prefect-email

The task makes one message and takes the Bcc out; the block SendgridEmail makes one for each address. Observed with prefect-email 0.4.3;
Prefect 2.20.9 read.
"""

# found by: prefect_email, SendgridEmail, AppriseNotificationBlock
# distribution: prefect-email 0.2.2 to 0.4.3
# distribution: prefect 2.20.9

from cclint.models.vocabulary import Bcc, Cc, Each, Posted, Sent, To, Url

# module: prefect_email.message
def email_send_message(subject, msg, email_server_credentials, msg_plain=None, email_from=None, email_to: To = None, email_to_cc: Cc = None, email_to_bcc: Bcc = None, attachments=None, **kwargs) -> Sent: ...

# module: prefect_email
from prefect_email.message import email_send_message as email_send_message

class EmailServerCredentials:
    @staticmethod
    def load(name) -> EmailServerCredentials: ...

# module: prefect.blocks.notifications
class AppriseNotificationBlock:
    def __init__(self, *, url: Url = None, **kwargs) -> Posted: ...

class SendgridEmail:
    to_emails: Each[To]
    def notify(self, body, subject=None) -> Sent: ...
