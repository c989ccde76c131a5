"""Mailers of WSGI errors: paste 1 to 3, WebError 0.13. https://pythonpaste.readthedocs.io/

One message for each exception, To joined; there is no Cc and no Bcc. Observed with paste 3.10.1; WebError 0.13.1 read.
"""

# found by: EmailReporter, ErrorMiddleware
# distribution: Paste 2.0.3 to 3.10.1
# distribution: WebError 0.13.1

from cclint.models.vocabulary import Sent, To

# module: paste.exceptions.reporter
class EmailReporter:
    def __init__(self, *, to_addresses: To = None, **conf) -> Sent: ...

# module: paste.exceptions.errormiddleware
class ErrorMiddleware:
    @overload
    def __init__(self, application, global_conf=None, debug=..., *, error_email: To, **kwargs) -> Sent: ...
    @overload
    def __init__(self, application, global_conf=None, debug=..., error_email=None, **kwargs): ...

# module: weberror.reporter
from paste.exceptions.reporter import EmailReporter as EmailReporter

# module: weberror.errormiddleware
from paste.exceptions.errormiddleware import ErrorMiddleware as ErrorMiddleware
