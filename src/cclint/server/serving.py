"""The server itself: documents come and go, and what is found in them is published."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from cclint.frontends.decode import UndecodableError, decode
from cclint.refusal import Refused
from cclint.server.protocol import action, diagnostic, hover, unread
from cclint.server.workspace import Opened
from cclint.version import VERSION

PAUSE: Final = 0.3
"""Seconds after a change in which another one is waited for."""

Result = TypeVar("Result")


@dataclass(slots=True)
class State:
    """What the server knows between two messages.

    Parameters
    ----------
    trusted: whether plug-ins of projects are run.
    opened: the project of each open file, by the file's URI.
    told: what has been said to be wrong with a project, so that it is said once.
    awaited: the look that is to come, if there is one.
    """

    trusted: bool
    opened: dict[str, Opened] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    awaited: asyncio.Task[None] | None = None
    worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    async def aside(self, function: Callable[..., Result], *arguments: object) -> Result:
        """Call a function that takes its time: one after the other, while messages go on being read."""
        return await asyncio.get_running_loop().run_in_executor(self.worker, function, *arguments)


def make_server(*, trusted: bool) -> LanguageServer:
    """The server, ready to be started.

    Parameters
    ----------
    trusted: whether plug-ins that the configuration of a project names are run.
    """
    server = LanguageServer("cclint", VERSION)
    state = State(trusted)

    def changed() -> None:
        if state.awaited is not None:
            state.awaited.cancel()
        state.awaited = asyncio.ensure_future(_look(server, state))

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        del params
        changed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def written(params: lsp.DidChangeTextDocumentParams) -> None:
        del params
        changed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        del params
        changed()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def others_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        del params
        changed()

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        state.opened.pop(params.text_document.uri, None)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))
        changed()

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hovering(params: lsp.HoverParams) -> lsp.Hover | None:
        uri, line = params.text_document.uri, params.position.line + 1
        project, name = state.opened.get(uri), to_fs_path(uri)
        if project is None or not name:
            return None
        here = [
            one for one in project.findings(name) if one.place.line <= line <= max(one.place.end_line, one.place.line)
        ]
        text = hover(here, await state.aside(project.known, name, line))
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text)) if text else None

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    )
    async def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        project, name = state.opened.get(uri), to_fs_path(uri)
        if project is None or not name:
            return []
        files = _Files(server, project)
        found = []
        for finding in project.findings(name):
            shown = diagnostic(finding, files.lines, files.uri)
            if shown.range.start.line <= params.range.end.line and params.range.start.line <= shown.range.end.line:
                repairs = await state.aside(project.repairs, finding)
                found += [action(fix, shown, files.lines, files.uri) for fix in repairs]
        return found

    return server


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of a project, as the protocol speaks of them."""

    server: LanguageServer
    project: Opened

    def uri(self, path: str) -> str:
        for name, known in self.project.paths.items():
            if known == path:  # the editor's own name of it
                return next(str(uri) for uri in self.server.workspace.text_documents if to_fs_path(uri) == name)
        return from_fs_path(str(Path(self.project.config.root, path))) or ""

    def lines(self, path: str) -> Sequence[str]:
        source = self.project.version.source(path)
        try:
            return decode(source.read(), cookies=True).content.split("\n") if source else ()
        except (OSError, UndecodableError):
            return ()


async def _look(server: LanguageServer, state: State) -> None:
    """Look at all open files and publish what is found; another change calls it off."""
    await asyncio.sleep(PAUSE)
    documents = {uri: document.source for uri, document in server.workspace.text_documents.items()}
    for uris, opened, mistake in await state.aside(_opened, documents, state.trusted):
        if mistake:
            if mistake not in state.told:
                state.told.add(mistake)
                server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"cclint: {mistake}"))
            continue
        if opened is None:
            continue
        files = _Files(server, opened)
        for uri in uris:
            state.opened[uri] = opened
            name = to_fs_path(uri) or ""
            shown = [diagnostic(one, files.lines, files.uri) for one in opened.findings(name)]
            shown += [unread(one, files.lines) for one in opened.notices(name)]
            server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, shown))


def _opened(documents: dict[str, str], trusted: bool) -> list[tuple[list[str], Opened | None, str]]:
    """Look at the open files of each project; a mistake of one leaves the others be."""
    from cclint.config import load

    names = {uri: name for uri in documents if (name := to_fs_path(uri)) and os.path.isabs(name)}
    projects: dict[str, list[str]] = {}
    done: list[tuple[list[str], Opened | None, str]] = []
    for uri, name in names.items():
        try:
            projects.setdefault(str(load([name]).root), []).append(uri)
        except Refused as refused:
            done.append(([uri], None, str(refused)))
    for uris in projects.values():
        try:
            opened = Opened.of({names[uri]: documents[uri] for uri in uris}, trusted=trusted)
            _ = opened.version.report
            done.append((uris, opened, ""))
        except Refused as refused:
            done.append((uris, None, str(refused)))
    return done
