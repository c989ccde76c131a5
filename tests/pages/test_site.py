"""The documentation site: it builds strictly, takes nothing from elsewhere, leads nowhere wrong, and fits a phone."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pages.transcripts import PROJECT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = (320, 390, 1280)
pytestmark = pytest.mark.skipif(importlib.util.find_spec("material") is None, reason="needs the extra `docs`")


class Page(HTMLParser):
    """What a page of the site refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        if "src" in given:
            self.loaded.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loaded.append(given["href"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}


def test_links_lead_to_a_page_and_a_heading_of_it(site, pages):
    for path, page in pages.items():
        if path.name == "404.html":  # its links begin at the top of a server
            continue
        for link in page.links:
            parts = urlsplit(unescape(link))
            if parts.scheme or link == ".":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.exists(), (path, link)
            if parts.fragment and target.suffix == ".html":
                assert unquote(parts.fragment) in pages[target].ids, (path, link)


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for path, page in pages.items():
        assert not [one for one in page.loaded if urlsplit(one).netloc], path
    for path in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_every_page_has_a_heading_and_can_be_skipped_into(pages):
    for path, page in pages.items():
        if path.name != "404.html":
            assert page.links[0].startswith("#"), path
            assert page.links[0][1:] in page.ids, path


def test_the_search_has_a_name(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    assert re.search(r'role="dialog" aria-label="Search"', text)


def browser(tmp_path: Path, page: Path) -> str:
    quiet = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *("--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"),
    )
    command = [str(CHROMIUM), *quiet, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stdout
    title = re.search(r"<title>(.*?)</title>", shown, re.DOTALL)
    assert title
    return title[1]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_no_page_is_wider_than_its_window(site, pages, tmp_path):
    names = [path.relative_to(site).as_posix() for path in pages if path.name not in ("404.html", "libraries.html")]
    frames = "".join(
        f'<iframe src="{name}" width="{width}" height="500"></iframe>' for name in names for width in WIDTHS
    )
    script = """<script>
      addEventListener('load', () => {
        const out = [...document.querySelectorAll('iframe')].filter(frame => {
          const root = frame.contentDocument.documentElement
          return root.scrollWidth > root.clientWidth || !frame.contentDocument.querySelector('h1')
        })
        document.title = 'too wide: ' + out.map(frame => frame.getAttribute('src') + ' ' + frame.width).join(', ')
      })</script>"""
    wrapper = site / "frames.html"
    wrapper.write_text(f"<!doctype html><title>none</title><body>{frames}{script}", encoding="utf-8")
    try:
        assert browser(tmp_path, wrapper) == "too wide: "
    finally:
        wrapper.unlink()


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_the_search_works_from_a_folder(site, tmp_path):
    """Without a server, where browsers start no workers."""
    script = """<script>
      setTimeout(() => {
        const asked = document.querySelector('[data-md-component=search-query]')
        asked.focus()
        asked.value = 'baseline'
        asked.dispatchEvent(new Event('keyup', { bubbles: true }))
        asked.dispatchEvent(new Event('input', { bubbles: true }))
      }, 2000)
      setTimeout(() => {
        document.title = document.querySelectorAll('.md-search-result__item').length + ' found'
      }, 15000)</script></body>"""
    page = site / "asked.html"
    page.write_text((site / "index.html").read_text(encoding="utf-8").replace("</body>", script), encoding="utf-8")
    try:
        assert int(browser(tmp_path, page).removesuffix(" found")) >= 3
    finally:
        page.unlink()
