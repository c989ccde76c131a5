"""Apache Airflow 2 and 3, with its providers smtp 1.0 to 3.2, sendgrid and amazon. https://airflow.apache.org/docs/

One message for each call, task or notification; texts are split at commas and semicolons, `bcc` is the envelope only, and `custom_headers`
are added beside the others. The `email` of an operator, mostly from a DAG's `default_args`, is mailed on failure and retry, all addresses
in one To, unless both are switched off. A task that is expanded over `to` is one task for each address. SmtpNotifier takes `to` first
since 3.0, `from_email` before. Observed with 2.10.5 and the provider smtp 1.9.0; the rest is read from the code of 2.10.5, smtp 3.2.0,
sendgrid 4.2.5 and amazon 9.39.0.
"""

# found by: airflow & email, airflow & default_args, airflow & send_email, airflow & send_email_smtp, airflow & send_mime_email
# found by: airflow & EmailOperator, airflow & SmtpHook, airflow & SmtpNotifier, airflow & send_smtp_notification
# found by: airflow & SesHook, airflow & SesEmailOperator, airflow & SesNotifier
# distribution: apache-airflow 2.10.5
# distribution: apache-airflow-providers-smtp 1.0.0 to 3.2.0
# distribution: apache-airflow-providers-sendgrid 4.2.5
# distribution: apache-airflow-providers-amazon 9.39.0

from typing import Literal, Required, TypedDict

from cclint.models.vocabulary import Bcc, Cc, Each, Envelope, Headers, Raw, Sent, To

# module: airflow.utils.email
def send_email(to: To, subject, html_content, files=None, dryrun=False, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", conn_id=None, custom_headers: Headers = None, **kwargs) -> Sent: ...
def send_email_smtp(to: To, subject, html_content, files=None, dryrun=False, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", conn_id="smtp_default", from_email=None, custom_headers: Headers = None, **kwargs) -> Sent: ...
def send_mime_email(e_from, e_to: Envelope, mime_msg: Raw, conn_id="smtp_default", dryrun=False) -> Sent: ...

# module: airflow.models.baseoperator
class Silent(TypedDict):
    email_on_failure: Literal[False]
    email_on_retry: Literal[False]

class DefaultArgs(TypedDict):
    email: Required[To]

class BaseOperator:
    @overload
    def __init__(self, task_id=None, *, email=None, email_on_failure: Literal[False], email_on_retry: Literal[False], **kwargs): ...  # found by: airflow & email
    @overload
    def __init__(self, task_id=None, *, email: To, **kwargs) -> Sent: ...
    @overload
    def __init__(self, task_id=None, **kwargs): ...

# module: airflow.models.dag
class DAG:
    def __init__(self, dag_id, description=None, *, default_args: Silent | DefaultArgs = None, **kwargs) -> Sent: ...  # found by: airflow & default_args
    def __enter__(self) -> Self: ...

# module: airflow.decorators
def dag(dag_id="", description=None, *, default_args: Silent | DefaultArgs = None, **kwargs) -> Sent: ...  # found by: airflow & default_args

# module: airflow.operators.email
class _Mapped:
    to: To
    cc: Cc
    bcc: Bcc
    custom_headers: Headers
    def expand(self, *, to: Each[To] = None, cc: Each[Cc] = None, bcc: Bcc = None, **kwargs) -> Sent: ...  # found by: airflow & EmailOperator
    def expand_kwargs(self, kwargs): ...

class EmailOperator(airflow.models.baseoperator.BaseOperator):
    def __init__(self, *, to: To, subject=None, html_content=None, files=None, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", conn_id=None, custom_headers: Headers = None, **kwargs) -> Sent: ...
    @staticmethod
    def partial(*, task_id, to: To = None, cc: Cc = None, bcc: Bcc = None, custom_headers: Headers = None, **kwargs) -> _Mapped: ...  # found by: airflow & EmailOperator

# module: airflow.providers.smtp.operators.smtp
class EmailOperator(airflow.models.baseoperator.BaseOperator):
    def __init__(self, *, to: To, subject=None, html_content=None, from_email=None, files=None, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", conn_id="smtp_default", custom_headers: Headers = None, **kwargs) -> Sent: ...
    @staticmethod
    def partial(*, task_id, to: To = None, cc: Cc = None, bcc: Bcc = None, custom_headers: Headers = None, **kwargs) -> airflow.operators.email._Mapped: ...  # found by: airflow & EmailOperator

# module: airflow.providers.smtp.hooks.smtp
class SmtpHook:
    def __init__(self, smtp_conn_id="smtp_default", auth_type="basic"): ...
    def __enter__(self) -> Self: ...
    def send_email_smtp(self, to: To, subject=None, html_content=None, from_email=None, files=None, dryrun=False, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", custom_headers: Headers = None, **kwargs) -> Sent: ...

# module: airflow.providers.smtp.notifications.smtp
class SmtpNotifier:
    @overload
    def __init__(self, from_email, /, *, to: To, subject=None, html_content=None, files=None, cc: Cc = None, bcc: Bcc = None, custom_headers: Headers = None, **kwargs) -> Sent: ...
    @overload
    def __init__(self, to: To, from_email=None, subject=None, html_content=None, files=None, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", custom_headers: Headers = None, smtp_conn_id=None, auth_type="basic", **kwargs) -> Sent: ...

send_smtp_notification = SmtpNotifier

# module: airflow.providers.smtp.utils.emailer
from airflow.utils.email import send_email as send_email
from airflow.utils.email import send_email_smtp as send_email_smtp

# module: airflow.providers.sendgrid.utils.emailer
def send_email(to: To, subject, html_content, files=None, cc: Cc = None, bcc: Bcc = None, sandbox_mode=False, conn_id="sendgrid_default", **kwargs) -> Sent: ...

# module: airflow.providers.amazon.aws.hooks.ses
class SesHook:
    def __init__(self, *args, **kwargs): ...
    def send_email(self, mail_from, to: To, subject, html_content, files=None, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", reply_to=None, return_path=None, custom_headers: Headers = None) -> Sent: ...

# module: airflow.providers.amazon.aws.operators.ses
class SesEmailOperator(airflow.models.baseoperator.BaseOperator):
    def __init__(self, *, mail_from, to: To, subject, html_content, files=None, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", reply_to=None, return_path=None, custom_headers: Headers = None, **kwargs) -> Sent: ...

# module: airflow.providers.amazon.aws.notifications.ses
class SesNotifier:
    def __init__(self, *, mail_from, to: To, subject, html_content, files=None, cc: Cc = None, bcc: Bcc = None, mime_subtype="mixed", mime_charset="utf-8", reply_to=None, return_path=None, custom_headers: Headers = None, **kwargs) -> Sent: ...

# module: airflow.operators.email_operator
from airflow.operators.email import EmailOperator as EmailOperator

# module: airflow.operators.python
class PythonOperator(airflow.models.baseoperator.BaseOperator): ...
class BranchPythonOperator(airflow.models.baseoperator.BaseOperator): ...
class ShortCircuitOperator(airflow.models.baseoperator.BaseOperator): ...

# module: airflow.operators.bash
class BashOperator(airflow.models.baseoperator.BaseOperator): ...

# module: airflow.operators.empty
class EmptyOperator(airflow.models.baseoperator.BaseOperator): ...

# module: airflow.operators.python_operator
from airflow.operators.python import PythonOperator as PythonOperator
from airflow.operators.python import BranchPythonOperator as BranchPythonOperator

# module: airflow.operators.bash_operator
from airflow.operators.bash import BashOperator as BashOperator

# module: airflow.operators.dummy_operator
DummyOperator = airflow.operators.empty.EmptyOperator

# module: airflow.providers.standard.operators.python
from airflow.operators.python import PythonOperator as PythonOperator
from airflow.operators.python import BranchPythonOperator as BranchPythonOperator

# module: airflow.providers.standard.operators.bash
from airflow.operators.bash import BashOperator as BashOperator

# module: airflow.providers.standard.operators.empty
from airflow.operators.empty import EmptyOperator as EmptyOperator

# module: airflow.models
from airflow.models.baseoperator import BaseOperator as BaseOperator
from airflow.models.dag import DAG as DAG

# module: airflow.sdk
from airflow.models.baseoperator import BaseOperator as BaseOperator
from airflow.models.dag import DAG as DAG
from airflow.decorators import dag as dag

# module: airflow
from airflow.models.dag import DAG as DAG
