"""What the site's theme leaves out: a name for the search, for those who hear the page."""

from __future__ import annotations

from typing import Any


def on_post_page(output: str, **_: Any) -> str:
    """Called by MkDocs for each page that it has made."""
    return output.replace(
        'data-md-component="search" role="dialog"', 'data-md-component="search" role="dialog" aria-label="Search"'
    )
