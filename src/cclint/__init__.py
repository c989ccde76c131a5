"""The public door: all that a plug-in imports, and nothing else. Built-in rules come through it as a stranger's do."""

from __future__ import annotations

from cclint import _alone  # noqa: F401 (first of all: it keeps the working directory out of what is imported)

# isort: split
from typing import TYPE_CHECKING

from cclint.allowing.fact import Allowance
from cclint.analysis.facts import Audience, Field, Medium, Send, Sending
from cclint.analysis.values.count import Count
from cclint.catalogue import Rule, rule
from cclint.finding import Edit, Finding, Fix, Level, Notice, Place, Shown, Step
from cclint.hooks import Frontend, hookimpl
from cclint.policy import REPAIRS, Cause, Exposure, Policy, addresses
from cclint.report import Figures, Rendering, Report, Reporter, Suppressed
from cclint.version import VERSION as __version__  # noqa: N811 (the name that everybody looks for)

if TYPE_CHECKING:
    from cclint.frontends.outgoing import Outgoing, recipients_text, sending_module

__all__ = [
    "REPAIRS",
    "Allowance",
    "Audience",
    "Cause",
    "Count",
    "Edit",
    "Exposure",
    "Field",
    "Figures",
    "Finding",
    "Fix",
    "Frontend",
    "Level",
    "Medium",
    "Notice",
    "Outgoing",
    "Place",
    "Policy",
    "Rendering",
    "Report",
    "Reporter",
    "Rule",
    "Send",
    "Sending",
    "Shown",
    "Step",
    "Suppressed",
    "__version__",
    "addresses",
    "hookimpl",
    "recipients_text",
    "rule",
    "sending_module",
]


def __getattr__(name: str) -> object:
    """What front ends need is imported by those who ask for it: most runs do not."""
    if name in {"Outgoing", "recipients_text", "sending_module"}:
        from cclint.frontends import outgoing

        return getattr(outgoing, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
