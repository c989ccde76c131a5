"""Where the shipped stubs lie."""

from __future__ import annotations

import os
from typing import Final

HOME: Final = os.path.dirname(os.path.abspath(__file__))
FOLDERS: Final = ("builtins", "origins", "mail")
"""Those of the stubs, in the order in which they are read: what comes later may speak of what came before."""
