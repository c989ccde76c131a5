"""The words that a stub may use beside the types of the language. Nothing here runs: stubs are read, never imported.

Marks on parameters, attributes and keys of TypedDicts
    To, Cc, Bcc, ReplyTo   the addresses that become the header of that name
    Envelope               addresses that only SMTP is told
    Raw                    the text of a whole message, which goes out as it is
    Mail                   a message object
    HeaderName, HeaderValue  the name of a header field, and what it holds

Marks on results
    Sent                   the call sends the message that its arguments make up, or its receiver
    Kept                   nothing is sent, though a message is handed over: it is printed, stored or looked at

Marks on classes, as the type of an attribute `fields`
    AppendedFields         a message whose second field of a name is appended (the compat32 policy)
    UniqueFields           a message that refuses a second To, Cc or Bcc (the other policies of `email.policy`)
"""

from __future__ import annotations

from typing import Final

ROLES: Final = {"To": "To", "Cc": "Cc", "Bcc": "Bcc", "ReplyTo": "Reply-To"}
"""The marks of roles, and the headers that they stand for."""
PARAMETERS: Final = frozenset({*ROLES, "Envelope", "Raw", "Mail", "HeaderName", "HeaderValue"})
RESULTS: Final = frozenset({"Sent", "Kept"})
FIELDS: Final = {"AppendedFields": "append", "UniqueFields": "unique"}
MARKS: Final = PARAMETERS | RESULTS | frozenset(FIELDS)
