"""A web service that takes every request down and answers as the services do, as far as their SDKs look."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from providers import ANSWERS


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    method: str
    host: str
    path: str
    query: dict[str, list[str]]
    type: str
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a form, urlencoded or multipart."""
        if self.type.startswith("multipart/"):
            from email import message_from_bytes

            whole = message_from_bytes(f"Content-Type: {self.type}\r\n\r\n".encode() + self.body)
            found: dict[str, list[str]] = {}
            for part in whole.get_payload():
                name = part.get_param("name", header="Content-Disposition")
                found.setdefault(name, []).append(part.get_payload(decode=True).decode())
            return found
        return parse_qs(self.body.decode(), keep_blank_values=True)


@contextmanager
def sink() -> Iterator[tuple[int, list[Request]]]:
    """Run a sink; gives its port and the list that requests are added to."""
    seen: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.chunks() if self.headers.get("Transfer-Encoding") == "chunked" else self.whole()
            host = (self.headers.get("Host") or "").partition(":")[0]
            request = Request(
                self.command, host, parts.path, parse_qs(parts.query), self.headers.get("Content-Type", ""), body
            )
            seen.append(request)
            status, kind, text = next(
                (answer for (name, start), answer in ANSWERS.items() if host.endswith(name) and start in parts.path),
                (200, "application/json", '{"id": "1", "message": "ok"}'),
            )
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 (the names that http.server looks for)

        def whole(self) -> bytes:
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def chunks(self) -> bytes:
            made = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                made += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return made

        def log_message(self, *args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
