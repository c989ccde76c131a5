"""What makes two findings the same one in two versions of a program: no line numbers, no addresses, no wording."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Final

from cclint.finding import Finding
from cclint.privacy import anonymous

VERSION: Final = "v1"
"""Stands in the name of the fingerprint: whoever changes what goes into it changes this."""


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One fingerprint for each finding, in the same order; no two are equal.

    They are made of the rule, the path, the enclosing definition, the normal text of the place, and the kind of the
    origin. Findings that are equal in all of these are numbered in their order.

    Parameters
    ----------
    findings: those of one run, in the order of reports.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        key = (finding.rule, finding.place.path, finding.scope, anonymous(finding.sink), finding.origin)
        seen[key] += 1
        text = "\0".join((VERSION, *key, str(seen[key])))
        made.append(hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32])
    return made
