"""The pictures of the documentation, each made from a real run; `CCLINT_UPDATE=1` draws them anew.

What is drawn as SVG is made anew and compared as a whole. The page of `--output-format html` is photographed with Chromium, and
its picture carries a hash of the text that it shows.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from cclint.version import VERSION
from pages.drawing import Hover, Scene, cast, editor, still

PROJECT = Path(__file__).parent.parent.parent
FOLDER = PROJECT / "docs/pictures"
LEAK = "examples/leaky/trainees_results.py"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def prepared(folder: Path) -> Path:
    """A project with the examples and nothing else."""
    shutil.copytree(PROJECT / "examples", folder / "examples", dirs_exist_ok=True)
    (folder / "cclint.toml").touch()
    return folder


def ran(folder: Path, command: str) -> Scene:
    """A command of cclint as somebody types it, and what a terminal shows then."""
    words = [sys.executable, "-m", *command.split()]
    surroundings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        words,
        cwd=folder,
        env={**surroundings, "FORCE_COLOR": "1", "PYTHONUTF8": "1", "SOURCE_DATE_EPOCH": "1795305600"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Scene(command, done.stdout)


def the_cast(folder: Path) -> str:
    """A leak is found, the repair is shown and made, and nothing is left to find."""
    commands = (f"cclint {LEAK}", f"cclint --diff --unsafe-fixes {LEAK}", f"cclint --fix --unsafe-fixes {LEAK}")
    return cast("cclint finds a leak and repairs it", [ran(prepared(folder), command) for command in commands])


def a_finding(folder: Path) -> str:
    """The format `full`, in colours."""
    return still("A finding", ran(prepared(folder), "cclint -q examples/leaky/parish_newsletter.py"))


def a_hover(folder: Path) -> str:
    """What the language server says of a line, and what it underlines."""
    from lsprotocol import types as lsp
    from pygls.lsp.client import LanguageClient

    file = prepared(folder) / LEAK
    text = file.read_text(encoding="utf-8")
    shown: asyncio.Queue[lsp.Diagnostic] = asyncio.Queue()

    async def conversation() -> tuple[lsp.Diagnostic, str]:
        client = LanguageClient("editor", "1")

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            for one in params.diagnostics:
                shown.put_nowait(one)

        await client.start_io(sys.executable, "-m", "cclint", "server", cwd=str(folder))
        await client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=folder.as_uri()))
        client.initialized(lsp.InitializedParams())
        document = lsp.TextDocumentItem(file.as_uri(), "python", 1, text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        one = await asyncio.wait_for(shown.get(), 60)
        place = lsp.HoverParams(lsp.TextDocumentIdentifier(file.as_uri()), one.range.start)
        told = await client.text_document_hover_async(place)
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()
        return one, told.contents.value

    one, told = asyncio.run(asyncio.wait_for(conversation(), 120))
    lines = text.split("\n")
    first, row = one.range.start.line - 3, one.range.start.line
    marked = (row + 1, one.range.start.character, one.range.end.character)
    return editor(Path(LEAK).name, Hover(lines[first : row + 5], first + 1, marked, row + 1, told))


DRAWN: Mapping[str, Callable[[Path], str]] = {
    "cast.svg": the_cast,
    "finding.svg": a_finding,
    "hover.svg": a_hover,
}


# The page for a data-protection officer

PHOTOGRAPHED = {"report-light.png": "light", "report-dark.png": "dark"}
KEYWORD = b"cclint-report"


def the_report(folder: Path) -> Path:
    """The page that is photographed."""
    scene = ran(prepared(folder), "cclint -q --output-format html=report.html examples/leaky/parish_newsletter.py")
    assert not scene.printed, scene.printed
    return folder / "report.html"


def text_of(page: Path) -> str:
    """What a page shows, without the version, as a hash."""
    shown = re.sub(
        r"<style.*?</style>|<script.*?</script>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    return hashlib.sha256(" ".join(shown.replace(VERSION, "").split()).encode()).hexdigest()


def photograph(page: Path, scheme: str, folder: Path) -> bytes:
    """A picture of a page, which carries the hash of its text."""
    file = folder / f"{scheme}.png"
    options = ("--blink-settings=preferredColorScheme=" + {"dark": "0", "light": "1"}[scheme], "--window-size=900,1010")
    command = [
        str(CHROMIUM),
        *QUIET,
        f"--user-data-dir={folder / 'profile'}",
        *options,
        f"--screenshot={file}",
        page.as_uri(),
    ]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    data = file.read_bytes()
    body = KEYWORD + b"\0" + text_of(page).encode()
    chunk = struct.pack(">I", len(body)) + b"tEXt" + body + struct.pack(">I", zlib.crc32(b"tEXt" + body))
    return data[:33] + chunk + data[33:]  # behind the signature and the header, which have 8 and 25 bytes


def text_in(picture: Path) -> str:
    """The hash that a picture carries."""
    found = re.search(KEYWORD + rb"\0([0-9a-f]{64})", picture.read_bytes() if picture.exists() else b"")
    return found[1].decode() if found else ""
