"""Runs at the start of a program that is observed: every connection goes to the sink, without encryption.

The sink's port is in CCLINT_SINK. Programs and SDKs are not changed otherwise.
"""

import asyncio
import os
import socket
import ssl

PORT = int(os.environ["CCLINT_SINK"])


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    return [(socket.AF_INET, type or socket.SOCK_STREAM, proto or 6, "", ("127.0.0.1", PORT))]


NAMES = {}


def plain(self, sock, *args, server_hostname=None, **kwargs):
    NAMES[id(sock)] = server_hostname or ""
    return sock


def certificate(self, *args, **kwargs):
    return {"subjectAltName": (("DNS", NAMES.get(id(self), "")),)}


class Socket(socket.socket):
    """Some libraries hand the name of the host to the operating system."""

    def connect(self, address):
        return super().connect(("127.0.0.1", PORT) if self.family == socket.AF_INET else address)


_connect = asyncio.BaseEventLoop.create_connection


async def create_connection(self, *args, ssl=None, server_hostname=None, **kwargs):
    return await _connect(self, *args, **kwargs)


socket.socket = Socket
socket.getaddrinfo = getaddrinfo
ssl.SSLContext.wrap_socket = plain
socket.socket.getpeercert = certificate
for name, answer in {"selected_alpn_protocol": None, "version": "TLSv1.3", "cipher": None}.items():
    setattr(socket.socket, name, lambda self, *args, _answer=answer, **kwargs: _answer)
asyncio.BaseEventLoop.create_connection = create_connection
