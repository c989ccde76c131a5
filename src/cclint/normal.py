"""Source text without what formatting changes, and without the people in it: what findings are recognised by.

Two texts that a formatter turns into each other read the same, and no address, nor a name beside one, is left: such
text is stored in baselines and hashed into fingerprints.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

PERSON: Final = '"@"'
"""What stands for every string that holds an address."""

_TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<prefix>[A-Za-z]{0,3})
      (?P<quote>\"{3}|'{3}|"|')(?P<body>(?:[^\\]|\\.)*?)(?:(?P=quote)|\Z)
    | (?P<word>\w+)
    | (?P<other>[^\w\s\\])
    """,
    re.VERBOSE | re.DOTALL,
)
_ADDRESS: Final = re.compile(r"""[\w.+%{}-]+@[\w{%-][\w.{}%-]*""")
_PEOPLE: Final = re.compile(r"""(?:"[^"\n]*"\s*|[^\s,;:<>\[\]"'][^,;:<>\[\]"'\n]*)?<\s*@\s*>|"@"|'@'|@""")
_OPEN: Final = frozenset("([{")
_CLOSE: Final = frozenset(")]}")


def normal(text: str, *, python: bool = True, erased: Container[str] = ()) -> str:
    """What is left of a text when its form and its people are taken away.

    Parameters
    ----------
    text: a piece of source.
    python: it is Python's, with its strings, comments and brackets.
    erased: names to replace by `_`, as far as they stand alone and not behind a dot.
    """
    if not python:
        return _other(text)
    found = _python(text, erased)
    # A place can lie inside a string, as that of a field of a message that is written as one text.
    return _other(found) if _ADDRESS.search(found) else found


def _python(text: str, erased: Container[str]) -> str:
    made: list[str] = []
    for match in _TOKEN.finditer(text):
        if match["quote"]:
            word = _string(match["prefix"].lower(), match["quote"], match["body"])
            if word == PERSON and made[-2:] == [PERSON, ","]:
                made.pop()  # a list of people, however long
                continue
        elif match["word"]:
            word = "_" if match["word"] in erased and made[-1:] != ["."] else match["word"]
        elif match["other"]:
            word = match["other"]
            if word in _CLOSE and made[-1:] == [","]:
                made.pop()  # the comma that formatters put behind the last of several lines
        else:
            continue
        made.append(word)
    return _spaced(_bare(made))


def _string(prefix: str, quote: str, body: str) -> str:
    if _ADDRESS.search(body):
        return PERSON
    if len(quote) == 3:
        body = " ".join(body.split())  # re-indented with the code around it
    quote = '"' if '"' not in body and "\\" not in body else quote[0]
    return f"{prefix.replace('u', '')}{quote}{body}{quote}"


def _bare(tokens: list[str]) -> list[str]:
    """Without the brackets that a formatter puts around what is assigned."""
    for index, sign in enumerate(tokens[:-2]):
        if sign == "=" and tokens[index + 1] == "(" and tokens[-1] == ")":
            inside = tokens[index + 2 : -1]
            depth = 0
            for one in inside:
                depth += (one in _OPEN) - (one in _CLOSE)
                if depth < 0 or (depth == 0 and one in (",", "for")):
                    return tokens  # a tuple, a generator, or brackets that belong to two different things
            return [*tokens[: index + 1], *inside]
    return tokens


def _spaced(tokens: list[str]) -> str:
    """The tokens on one line, with a blank only where two words would become one."""
    made = ""
    for token in tokens:
        glued = made[-1:].isalnum() or made[-1:] == "_"
        made += f" {token}" if glued and (token[0].isalnum() or token[0] == "_") else token
    return made


def _other(text: str) -> str:
    """Languages without Python's strings: lists of addresses in the open, names beside them."""
    text = _PEOPLE.sub("@", _ADDRESS.sub("@", text))
    return re.sub(r"@(?:\s*[,;]?\s*-?\s*@)+", "@", " ".join(text.split()))
