"""Dagster 0.15 to 1.13. https://docs.dagster.io/

A sensor mails each failure as one message, To joined; there is no Cc and no Bcc. Observed with 1.13.29.
"""

# distribution: dagster 1.0.0 to 1.13.29

from cclint.models.vocabulary import Sent, To

# module: dagster
def make_email_on_run_failure_sensor(email_from, email_password, email_to: To, *args, **kwargs) -> Sent: ...
