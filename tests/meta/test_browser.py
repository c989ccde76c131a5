"""The page for a data-protection officer, in a real browser: nothing sticks out at any width, and it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest

from cclint.finding import Notice, Shown, Step
from cclint.report import Figures, Rendering, Report, Suppressed
from cclint.reporters.html import render
from making import finding, place, plugins

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
LONG = "a_very_long_name_without_any_blank_" * 6


@pytest.fixture
def page() -> str:
    """A report with all that it can hold, and with words that are too long for any line."""
    one = finding(
        place=place(f"src/{LONG}.py", 3),
        who=(
            Shown("To", visible=True, least=0, most=None, origin="file"),
            Shown("Cc", visible=True, least=3, most=3, origin="literal", addresses=(f"{LONG}@example.org",) * 3),
            Shown("Bcc", visible=False, least=1, most=1),
            Shown("envelope", visible=False, least=4, most=40),
        ),
        trace=tuple(Step(place(f"src/{LONG}.py", line), f"is passed to `{LONG}`") for line in range(1, 9)),
        others=((Step(place("x.py", 1), LONG),),),
        decisions=(LONG,),
    )
    report = Report(
        findings=(one, finding()),
        suppressed=(Suppressed(one, LONG, 3, "comment", f"src/{LONG}.py:3", "2027-03-31"),),
        notices=(Notice(f"src/{LONG}.py", 3, 1, "syntax", LONG),),
        figures=Figures(12000, 340, 12345),
        rules=tuple(plugins().rules.values()),
        files=(f"src/{LONG}.py", "b.py"),
    )
    return render(report, Rendering(unicode=True))


def browser(tmp_path: Path, *arguments: str) -> str:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_nothing_sticks_out_at_any_width(page, tmp_path):
    """A frame of each width shows the page; a script outside of it measures what does not fit."""
    widths = (320, 390, 768, 1280)
    frames = "".join(
        f'<iframe width="{width}" height="600" style="border:0" srcdoc="{escape(page)}"></iframe>' for width in widths
    )
    script = """<script>
      addEventListener('load', () => {
        document.title = [...document.querySelectorAll('iframe')].map(frame => {
          const inner = frame.contentDocument, limit = inner.documentElement.clientWidth
          const out = [...inner.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > limit + 1)
          return frame.width + ':' + out.length + ':' + (out[0] ? out[0].outerHTML.slice(0, 80) : '')
        }).join(' | ')
      })</script>"""
    wrapper = tmp_path / "frames.html"
    wrapper.write_text(f"<!doctype html><title>none</title><body>{frames}{script}")
    shown = browser(tmp_path, "--virtual-time-budget=5000", "--dump-dom", wrapper.as_uri())
    title = re.search(r"<title>(.*?)</title>", shown, re.DOTALL)
    assert title
    assert title[1] == " | ".join(f"{width}:0:" for width in widths)


def test_it_prints(page, tmp_path):
    source, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(page)
    browser(tmp_path, f"--print-to-pdf={printed}", "--no-pdf-header-footer", source.as_uri())
    assert printed.read_bytes().startswith(b"%PDF-")
    assert printed.stat().st_size > 20_000
