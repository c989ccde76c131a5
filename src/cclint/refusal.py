"""Why a run cannot start: one exception for every mistake that ends with exit status 2, and the "did you mean" in
it.
"""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):  # noqa: N818 (it is raised as an answer: the job is refused)
    """The job cannot be done as asked; the text says why, in a sentence that a user can act on."""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Say what may have been meant, as the end of a sentence.

    Parameters
    ----------
    word: what was written.
    known: what could have been written.

    Returns
    -------
    `; did you mean 'x'?`, or nothing where nothing is close.
    """
    import difflib

    near = difflib.get_close_matches(word, sorted(set(known)), n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
