"""The words that a stub may use beside the types of the language. Nothing here runs: stubs are read, never imported.

A *form* is whatever says what a message is made of: the parameters of a function, the attributes of a class, the keys of a
TypedDict. A mark is the type of a part of a form.

Marks for who is addressed
    To, Cc, Bcc, ReplyTo     addresses that become the header of that name; the API writes no Bcc into what it sends
    BccHeader                a Bcc that the API does write into what it sends
    Envelope                 addresses that only SMTP is told
    To[Pair], To[First]      a tuple of two is one address with a name; of a text with several addresses only the first
                             is taken
    To[Shown]                a dictionary maps addresses to the names that the header shows in their place
    To[Adds]                 assigning to the attribute adds to what there is
    Bcc[Alone]               a message may have nobody but these
    To[Gathers]              the list that is given is itself extended by the addresses of Cc and Bcc
    Each[To]                 addresses of which each is sent a message of its own
    Address                  the address in a form that stands for one recipient; a method that gives such a form adds it
    Named                    what says by its value ("to", "cc", "bcc", or 1, 2, 3) which role the form's addresses have

Marks for whole messages
    Mail                     a message object, or several; a Bcc in it is left out
    Raw                      a message that goes out as it is, as text or as an object
    Raw[Hidden]              ... but for a Bcc, which is left out
    Each[...]                several messages, each one a form: `Each[Message]`, `Each[tuple[Any, Any, Any, To]]`

Marks for header fields
    Headers                  a mapping of header fields that are added
    Headers[Hidden]          ... of which a Bcc is left out; `HeaderName[Hidden]` likewise
    Overrides                a mapping of header fields that stand in place of what the roles would write
    Overrides[To]            what stands in place of To alone
    HeaderName, HeaderValue  the name of one field that is added, and what it holds

Marks for what decides who sees whom
    Splits, Splits[value]    when it is given (or is the value), each address of To is sent a message of its own
    Shows, Shows[value]      when it is given (or is the value), all are shown, though `Each[To]` says otherwise
    Literal[value]           the form is meant only where this part has the value

Marks for what is posted to a web service
    Url, Payload             where to, and what
    BaseUrl                  where a `Url` that is no whole address begins; a host alone, too
    UrlQuery                 the parameters of the address, where they are not part of it

In a TypedDict, `Required[To]` says that a dictionary without that key is not meant.

Marks on results
    Sent                     the call sends the message that its arguments and its receiver make up
    Sent[int]                ... and says how many were sent
    Sent[Envelope]           ... to those whom other calls have named before
    Posted                   the call posts a payload; what that means is said by the function of that `@endpoint`
    Clears[To], Clears[...]  the receiver forgets these addresses
    Copies                   the receiver as it is now: what happens to it later does not change the copy
    Query[...]               rows that are asked for: their number is not known; so are `FileLines`, `Environment` and
                             `Input`, which name another origin

Attributes
    name: Form = ...         the object has a `Form` of its own there from the beginning; without a value it is what is assigned

Marks on classes, as the type of an attribute `fields`
    AppendedFields           a message whose second field of a name is appended (the compat32 policy)
    UniqueFields             a message that refuses a second To, Cc or Bcc (the other policies of `email.policy`)

Decorators
    @endpoint("https://…/*") the function says what posting to such an address means; `*` stands for anything but a `?`

Comments, each on a line of its own
    # module: a.b            what follows is in that module; without it, in the module that the stub is named after
    # distribution: NAME V   the package that the stub describes, and the releases: `2.2 to 6.12`, or one
    # found by: word, word   only files that hold one of the words are looked at (`import word`: that import a module of
                             this name in any form; `word & word`: that hold both); without it, the stub's own names tell.
                             Behind the line of a function, these words are for that function

A method that gives a form, or a list of such, is one that programs override: what theirs gives is sent.

A class of the module `cclint.likely` stands for every class of its name that no stub describes.

A class that derives from `Protocol` describes methods by what they look like: a call on something that is not known is taken for
one of them when it has the method's name and gives every parameter that is keyword-only and has no default. An attribute of such
a class is what the attribute of that name is of something that is not known, so the name has to say it all.
"""

from __future__ import annotations

from typing import Final

ROLES: Final = {"To": "To", "Cc": "Cc", "Bcc": "Bcc", "BccHeader": "Bcc", "ReplyTo": "Reply-To", "Envelope": "Envelope"}
"""The marks of roles, and the headers that they stand for."""
PARTS: Final = frozenset(
    {
        *ROLES, "Each", "Address", "Named", "Mail", "Raw", "Headers", "Overrides", "HeaderName", "HeaderValue", "Splits",
        "Shows", "BaseUrl", "Url", "Payload", "UrlQuery",
    }
)  # fmt: skip
ORIGINS: Final = {
    "Query": "query",
    "FileLines": "file",
    "Environment": "environment",
    "Input": "input",
    "Settings": "settings",
}
"""The marks of origins, and how trails name them."""
RESULTS: Final = frozenset({"Sent", "Posted", "Clears", "Copies", *ORIGINS})
FIELDS: Final = {"AppendedFields": "append", "UniqueFields": "unique"}
DECORATORS: Final = frozenset({"endpoint"})
WAYS: Final = frozenset({"Adds", "Alone", "Pair", "First", "Shown", "Gathers", "Hidden"})
"""How addresses and header fields are understood, as arguments of their marks."""
MARKS: Final = PARTS | RESULTS | frozenset(FIELDS) | DECORATORS | WAYS
