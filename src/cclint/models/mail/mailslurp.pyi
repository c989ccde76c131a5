"""MailSlurp. https://docs.mailslurp.com/

All of `to` and `cc` are one message; each of `to_contacts` is sent one of its own. The descriptions of the fields of 17.6.0 say so; payloads observed with it.
"""

# distribution: mailslurp-client 17.6.0

from typing import TypedDict

from cclint.models.vocabulary import Bcc, Cc, ReplyTo, Sent, To, endpoint

# module: mailslurp_client
class Options(TypedDict):
    to: To
    cc: Cc
    bcc: Bcc

class SendEmailOptions:
    to: To
    cc: Cc
    bcc: Bcc
    reply_to: ReplyTo
    def __init__(self, to_contacts=None, to_group=None, to: To = None, _from=None, from_name=None, cc: Cc = None, bcc: Bcc = None, subject=None, reply_to: ReplyTo = None, custom_headers=None, body=None, html=None, is_html=None, charset=None, attachments=None, template_variables=None, template=None, send_strategy=None, use_inbox_name=None, add_tracking_pixel=None, filter_bounced_recipients=None, validate_email_addresses=None, ignore_empty_recipients=None, is_x_amp_html=None, body_parts=None, inbox_id=None, local_vars_configuration=None): ...

class InboxControllerApi:
    def __init__(self, api_client=None): ...
    def send_email(self, inbox_id, send_email_options: SendEmailOptions | Options, **kwargs) -> Sent: ...
    def send_email_and_confirm(self, inbox_id, send_email_options: SendEmailOptions | Options, **kwargs) -> Sent: ...

@endpoint("https://api.mailslurp.com/inboxes/*", "https://api.mailslurp.com/sendEmail")
def send(body: Options) -> Sent: ...
