"""The language server, spoken to over its streams by another implementation of the protocol's client side."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed: the extra `server` has it")

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

LEAK = """\
import smtplib
from email.message import EmailMessage


def tell(people: list[str]) -> None:
    message = EmailMessage()
    message["Subject"] = "\U0001f4ec"; message["To"] = ", ".join(people)
    with smtplib.SMTP("localhost") as smtp:
        smtp.send_message(message)
"""
CLEAN = LEAK.replace('", ".join(people)', "people[0]")


class Editor(LanguageClient):
    """A client that keeps what it is told."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.shown: dict[str, list[lsp.Diagnostic]] = {}
        self.messages: list[str] = []
        self.news = asyncio.Event()

        @self.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.shown[params.uri] = list(params.diagnostics)
            self.news.set()

        @self.feature(lsp.WINDOW_SHOW_MESSAGE)
        def said(params: lsp.ShowMessageParams) -> None:
            self.messages.append(params.message)
            self.news.set()

    async def told(self) -> None:
        await asyncio.wait_for(self.news.wait(), 60)
        self.news.clear()

    def open(self, file: Path, text: str) -> str:
        uri = file.as_uri()
        self.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "python", 1, text)))
        return uri

    def change(self, uri: str, text: str) -> None:
        changes = [lsp.TextDocumentContentChangeWholeDocument(text)]
        self.text_document_did_change(
            lsp.DidChangeTextDocumentParams(lsp.VersionedTextDocumentIdentifier(2, uri), changes)
        )


def talk(folder: Path, conversation, *options: str):
    """Start a server in a folder, talk to it, and end it properly."""

    async def whole() -> None:
        editor = Editor()
        await editor.start_io(sys.executable, "-m", "cclint", "server", *options, cwd=str(folder))
        try:
            await editor.initialize_async(
                lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=folder.as_uri(), process_id=None)
            )
            editor.initialized(lsp.InitializedParams())
            await conversation(editor)
            await editor.shutdown_async(None)
            editor.exit(None)
        finally:
            await editor.stop()

    asyncio.run(asyncio.wait_for(whole(), 120))


def test_what_is_found_while_somebody_writes(files):
    folder = files({"cclint.toml": "", "mailer.py": CLEAN})

    async def conversation(editor: Editor) -> None:
        uri = editor.open(folder / "mailer.py", CLEAN)
        await editor.told()
        assert editor.shown[uri] == []
        editor.change(uri, LEAK)  # the file on disk stays as it is
        await editor.told()
        (one,) = editor.shown[uri]
        assert (one.code, one.source, one.severity) == ("visible-recipients", "cclint", lsp.DiagnosticSeverity.Error)
        line = LEAK.split("\n")[one.range.start.line]
        assert line.encode("utf-16-le")[2 * one.range.start.character :].decode("utf-16-le") == (
            'message["To"] = ", ".join(people)'
        )
        assert [step.location.uri for step in one.related_information] == [uri] * len(one.related_information)
        assert "is joined with" in " ".join(step.message for step in one.related_information)
        editor.change(uri, CLEAN)
        await editor.told()
        assert editor.shown[uri] == []

    talk(folder, conversation)


def test_a_helper_that_is_open_counts_as_it_is_written(files):
    helper = "def everybody():\n    return ['ann@example.org']\n"
    caller = LEAK.replace(
        "def tell(people: list[str]) -> None:", "from people import everybody\n\n\ndef tell() -> None:"
    )
    caller = caller.replace("(people)", "(everybody())")
    folder = files({"cclint.toml": "", "people.py": helper, "mailer.py": caller})

    async def conversation(editor: Editor) -> None:
        mailer = editor.open(folder / "mailer.py", caller)
        await editor.told()
        assert editor.shown[mailer] == []
        editor.open(folder / "people.py", helper.replace("]", ", 'bob@example.org']"))
        while not editor.shown[mailer]:
            await editor.told()
        assert editor.shown[mailer][0].code == "visible-fixed-list"

    talk(folder, conversation)


def test_what_cannot_be_read_is_not_clean(files):
    folder = files({"cclint.toml": "", "mailer.py": CLEAN})

    async def conversation(editor: Editor) -> None:
        uri = editor.open(folder / "mailer.py", CLEAN.replace("def tell(", "def tell(("))
        await editor.told()
        assert [(one.code, one.severity) for one in editor.shown[uri]] == [("syntax", lsp.DiagnosticSeverity.Warning)]

    talk(folder, conversation)


def test_hover_tells_counts_and_who_sees_whom(files):
    folder = files({"cclint.toml": "", "mailer.py": LEAK})

    async def conversation(editor: Editor) -> None:
        uri = editor.open(folder / "mailer.py", LEAK)
        await editor.told()
        place = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(6, 40))
        found = await editor.text_document_hover_async(place)
        assert "To holds an unbounded number of addresses" in found.contents.value
        assert "visible to every recipient" in found.contents.value
        assert "- `people` holds an unbounded number of addresses" in found.contents.value
        nothing = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(0, 0))
        assert await editor.text_document_hover_async(nothing) is None

    talk(folder, conversation)


def test_hover_is_markdown_in_which_masks_are_stars(files):
    """Two masked addresses in a row are not the beginning and the end of bold text."""
    fixed = LEAK.replace("people)", "['ann@example.org', 'bob@example.net'])").replace("people: list[str]", "")
    folder = files({"cclint.toml": "", "mailer.py": fixed})

    async def conversation(editor: Editor) -> None:
        uri = editor.open(folder / "mailer.py", fixed)
        await editor.told()
        place = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(6, 40))
        told = (await editor.text_document_hover_async(place)).contents.value
        assert r"a\*\*\*\@example.org, b\*\*\*\@example.net" in told
        assert "ann@" not in told

    talk(folder, conversation)


def test_repairs_are_code_actions(files):
    folder = files({"cclint.toml": "", "mailer.py": LEAK})

    async def conversation(editor: Editor) -> None:
        uri = editor.open(folder / "mailer.py", LEAK)
        await editor.told()
        (shown,) = editor.shown[uri]
        actions = await editor.text_document_code_action_async(
            lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), shown.range, lsp.CodeActionContext([shown]))
        )
        assert actions
        assert {action.kind for action in actions} == {lsp.CodeActionKind.QuickFix}
        assert not any(action.is_preferred for action in actions)  # they change who sees what
        editor.change(uri, applied(LEAK, actions[0].edit.changes[uri]))
        await editor.told()
        assert editor.shown[uri] == []

    talk(folder, conversation)


def applied(text: str, edits: list[lsp.TextEdit]) -> str:
    """A text with edits, as an editor makes them: from the end on, columns in UTF-16 units."""
    lines = text.split("\n")
    starts = [sum(len(line.encode("utf-16-le")) + 2 for line in lines[:number]) for number in range(len(lines))]
    raw = text.encode("utf-16-le")
    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        begin = starts[edit.range.start.line] + 2 * edit.range.start.character
        end = starts[edit.range.end.line] + 2 * edit.range.end.character
        raw = raw[:begin] + edit.new_text.encode("utf-16-le") + raw[end:]
    return raw.decode("utf-16-le")


def test_a_mistake_in_the_configuration_is_said_once(files):
    folder = files({"cclint.toml": "max-visble = 3\n", "mailer.py": LEAK})

    async def conversation(editor: Editor) -> None:
        uri = editor.open(folder / "mailer.py", LEAK)
        await editor.told()
        assert len(editor.messages) == 1
        assert "max-visble" in editor.messages[0]
        editor.change(uri, CLEAN)
        (folder / "cclint.toml").write_text("")
        editor.change(uri, LEAK)
        await editor.told()
        assert [one.code for one in editor.shown[uri]] == ["visible-recipients"]
        assert len(editor.messages) == 1

    talk(folder, conversation)


@pytest.mark.parametrize("options", [[], ["--trust-plugins"]], ids=["not trusted", "trusted"])
def test_opening_a_folder_does_not_run_its_plug_ins(files, options):
    plugin = "from pathlib import Path\nPath('mark').write_text('was here')\n"
    folder = files({"cclint.toml": 'plugins = ["evil.py"]\n', "evil.py": plugin, "mailer.py": LEAK})

    async def conversation(editor: Editor) -> None:
        editor.open(folder / "mailer.py", LEAK)
        await editor.told()

    talk(folder, conversation, *options)
    assert (folder / "mark").exists() == bool(options)


def test_the_matcher_for_visual_studio_code_reads_concise_reports(files, cclint, project):
    text = (project / "docs" / "editors.md").read_text(encoding="utf-8")
    task = json.loads(text.rpartition("```json\n")[2].partition("```")[0])["tasks"][0]
    pattern = task["problemMatcher"]["pattern"]
    files({"mailer.py": LEAK})
    (line,) = cclint(*task["command"].split()[1:]).out.splitlines()
    match = re.match(pattern["regexp"], line)
    assert match
    assert [match[pattern[name]] for name in ("file", "line", "column", "severity", "code")] == [
        "mailer.py",
        "7",
        "31",  # the character outside of the basic plane is one
        "error",
        "visible-recipients",
    ]
