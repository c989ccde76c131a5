"""Odoo 10 to 18. https://www.odoo.com/documentation/

A record of mail.mail is one message to all of `email_to`, and one for each partner of `recipient_ids`; `email_cc` stands in every one of
them. `build_email` (since 18 `_build_email__`) makes one message, whose Bcc `send_email` takes out. A template's `send_mail` makes such a record, in which
`email_values` stand in place of what the template says. Modules override the methods that prepare the values of a mail. Read from the
code of ir_mail_server.py and mail_mail.py.
"""

# found by: "mail.mail", 'mail.mail', "ir.mail_server", 'ir.mail_server', build_email, _build_email__, _notify_by_email_get_base_mail_values, _notify_get_base_mail_values, _prepare_outgoing_list, _send_prepare_values, odoo & email_to, odoo & email_cc, odoo & send_mail, odoo & send_mail_batch, odoo & email_values, openerp & email_to, openerp & email_cc, openerp & send_mail, openerp & send_mail_batch, openerp & email_values

from typing import Literal, Protocol, TypedDict

from cclint.models import vocabulary as mark
from cclint.models.vocabulary import Bcc, Cc, Each, Headers, ReplyTo, Sent, To

# module: odoo.api
class Values(TypedDict):
    email_to: To
    email_cc: Cc
    reply_to: ReplyTo

class Outgoing(TypedDict):
    email_to: To
    email_cc: Cc

class MailMail:
    def create(self, values: Each[Values] | Values) -> Sent: ...
    def sudo(self, *args) -> MailMail: ...
    def with_context(self, *args, **kwargs) -> MailMail: ...

class Built:
    email_to: To
    email_cc: Cc
    email_bcc: Bcc

class MailServer:
    def sudo(self, *args) -> MailServer: ...
    def build_email(self, email_from, email_to: To, subject, body, email_cc: Cc = None, email_bcc: Bcc = None, reply_to: ReplyTo = False, attachments=None, message_id=None, references=None, object_id=False, subtype="plain", headers: Headers = None, body_alternative=None, subtype_alternative="plain") -> Built: ...
    def _build_email__(self, email_from, email_to: To, subject, body, email_cc: Cc = None, email_bcc: Bcc = None, reply_to: ReplyTo = False, attachments=None, message_id=None, references=None, object_id=False, subtype="plain", headers: Headers = None, body_alternative=None, subtype_alternative="plain") -> Built: ...
    def send_email(self, message: mark.Mail, mail_server_id=None, smtp_server=None, smtp_port=None, **kwargs) -> Sent: ...

class LikeTemplate(Protocol):
    def send_mail(self, res_id, force_send=False, raise_exception=False, *, email_values: Values, **kwargs) -> Sent: ...
    def send_mail_batch(self, res_ids, force_send=False, raise_exception=False, *, email_values: Values, **kwargs) -> Sent: ...

class Environment:
    @overload
    def __getitem__(self, name: Literal["mail.mail"]) -> MailMail: ...
    @overload
    def __getitem__(self, name: Literal["ir.mail_server"]) -> MailServer: ...
    @overload
    def __getitem__(self, name): ...

# module: odoo.models
class BaseModel:
    env: odoo.api.Environment
    def _notify_by_email_get_base_mail_values(self, message, additional_values=None) -> Values: ...
    def _notify_get_base_mail_values(self, message, additional_values=None) -> Values: ...
    def _prepare_outgoing_list(self, *args, **kwargs) -> list[Outgoing]: ...
    def _send_prepare_values(self, partner=None) -> Outgoing: ...
class Model(BaseModel): ...
class TransientModel(BaseModel): ...
class AbstractModel(BaseModel): ...

# module: odoo.http
class Request:
    env: odoo.api.Environment
request: odoo.http.Request

# module: openerp
models = odoo.models
http = odoo.http
api = odoo.api
