"""How much memory the process takes."""

from __future__ import annotations

import os
import sys
from typing import Final

STATUS: Final = "/proc/self/statm"
"""On Linux: its second number counts the pages that are in memory (proc_pid_statm(5))."""


def taken() -> float:
    """Megabytes: now where the system tells that, else at the highest so far; 0 on Windows, where nothing is ever too much."""
    if sys.platform == "win32":
        return 0.0
    try:
        with open(STATUS, "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / (1 << 20)
    except OSError:
        import resource

        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10  # what getrusage(2) counts in
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
