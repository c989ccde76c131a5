"""Salt 2015 to 3008. https://docs.saltproject.io/

`salt.utils.smtp.send` formats `smtp.to` into the To of one message. Read from the code of 3008.5.
"""

# found by: salt.utils.smtp
# distribution: salt 3006.0 to 3008.5

from typing import TypedDict

from cclint.models.vocabulary import Sent, To

# module: salt.utils.smtp
Options = TypedDict("Options", {"smtp.to": To})

def send(kwargs: Options, opts: Options) -> Sent: ...
