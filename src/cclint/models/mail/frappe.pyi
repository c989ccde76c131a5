"""Frappe and ERPNext 11 to 15. https://frappeframework.com/docs/

Each recipient is sent a copy that shows nobody else, unless `expose_recipients="header"`, which writes To and Cc into every copy. Read from
the code of email_queue.py.
"""

# found by: frappe

from typing import Any, Literal

from cclint.models.vocabulary import Bcc, Cc, Each, Query, ReplyTo, Sent, To

# module: frappe
@overload
def sendmail(recipients: Each[To] = None, sender="", subject="", message="", as_markdown=False, delayed=True, reference_doctype=None, reference_name=None, unsubscribe_method=None, unsubscribe_params=None, unsubscribe_message=None, add_unsubscribe_link=1, attachments=None, content=None, doctype=None, name=None, reply_to: ReplyTo = None, queue_separately=False, cc: Each[Cc] = None, bcc: Bcc = None, message_id=None, in_reply_to=None, send_after=None, expose_recipients: Literal[None, "", "footer"] = None, **kwargs) -> Sent: ...
@overload
def sendmail(recipients: To = None, sender="", subject="", message="", *, cc: Cc = None, bcc: Bcc = None, reply_to: ReplyTo = None, expose_recipients: Literal["header"], **kwargs) -> Sent: ...

# Rows that are asked for
def get_all(doctype, *args, **kwargs) -> Query[list[Any]]: ...
def get_list(doctype, *args, **kwargs) -> Query[list[Any]]: ...
class Database:
    def sql(self, query, values=..., as_dict=0, **kwargs) -> Query[list[Any]]: ...
    def sql_list(self, query, values=..., **kwargs) -> Query[list[str]]: ...
    def get_all(self, doctype, *args, **kwargs) -> Query[list[Any]]: ...
    def get_list(self, doctype, *args, **kwargs) -> Query[list[Any]]: ...
db: Database
