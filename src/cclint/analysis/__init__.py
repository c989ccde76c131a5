"""The abstract interpreter: predicts the messages that a program can send, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cclint.analysis.limits import Limits
from cclint.analysis.results import Analysis, Known, Reveal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from cclint.analysis.relevance.others import Others
    from cclint.analysis.relevance.sift import Sifted
    from cclint.ir.source import Source
    from cclint.models.library import Models

__all__ = ["Analysis", "Known", "Limits", "Reveal", "analyse"]


def analyse(
    sources: Sequence[Source],
    root: Path,
    models: Models,
    limits: Limits,
    tests: Callable[[str], bool] | None = None,
    others: Others | None = None,
    watch: tuple[str, int] | None = None,
    kept: Sifted | None = None,
) -> Analysis:
    """Predict the messages that the files of a project can send.

    Parameters
    ----------
    sources: all files of the project; the selected ones are asked about, the others are context.
    root: the project's folder.
    models: what libraries do.
    limits: where each entry of the analysis stops.
    others: tells what lowers a file that is not Python's, and whether it is worth it.
    watch: a path and a line of it: what is known there is noted.
    kept: what the sift has left of the files, where that is known already.
    tests: tells test code from the rest; by the usual names of files and folders where it is left out.
    """
    from cclint.analysis.run import run  # the evaluator is loaded by those who analyse

    if kept is None:
        from cclint.analysis.relevance.sift import sifted
        from cclint.models.needles import needles_of

        kept = sifted(sources, needles_of(models), others)
    return run(sources, root, models, limits, tests, others, watch, kept)
