"""Plug-ins: where they come from, and what all of them offer."""

from __future__ import annotations

from cclint.plugins.offered import Plugins, load

__all__ = ["Plugins", "load"]
