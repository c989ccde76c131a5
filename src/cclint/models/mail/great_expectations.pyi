"""Great Expectations 0.13 to 1.24. https://docs.greatexpectations.io/

An action mails one message to all of a text with commas. Observed with 1.24.1.
"""

# distribution: great-expectations 1.0.0 to 1.24.1

from cclint.models.vocabulary import Sent, To

# module: great_expectations.checkpoint.actions
class EmailAction:
    def __init__(self, *, receiver_emails: To, **kwargs) -> Sent: ...

# module: great_expectations.checkpoint
from great_expectations.checkpoint.actions import EmailAction as EmailAction
