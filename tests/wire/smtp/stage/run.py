"""Runs a program of a suite where every SMTP server is the sink: `python run.py STAGE PROGRAM` (Python 2.7 and later).

Connections go to the port in CCLINT_SINK, without encryption and without a password. STAGE is a file of this folder's that
prepares what the library needs, an application or its settings; "" where it needs nothing. What the program defines and does not
call itself is called: functions whose parameters are all named in `given` or in the stage's own `GIVEN`. A stage's
`afterwards(program)` is called last.
"""

import inspect
import os
import runpy
import smtplib
import socket
import sys

try:
    import asyncio
except ImportError:
    asyncio = None

try:
    import pathlib
except ImportError:  # Python 2: as much of it as the programs use
    pathlib = sys.modules["pathlib"] = type(sys)("pathlib")

    class Path:
        def __init__(self, name):
            self.name = name

        def read_text(self):
            with open(self.name) as file:
                return file.read()

    pathlib.Path = Path

PORT = int(os.environ["CCLINT_SINK"])
PEOPLE = ["alice@example.org", "bob@example.org", "carol@example.org"]


def given():
    """What a function is given, by the name of its parameter; new lists each time, for some libraries change them."""
    return {
        "people": list(PEOPLE),
        "person": "ann.lee@example.org",
        "office": "office@example.org",
        "teams": [PEOPLE[:2], PEOPLE[1:]],
    }


def to_the_sink(self, host, port, timeout=None):
    return socket.create_connection(("127.0.0.1", PORT))


def accepted(self, *args, **kwargs):
    return (250, b"OK")


def redirect():
    """Lets smtplib, and what connects with asyncio, speak to the sink."""
    smtplib.SMTP._get_socket = to_the_sink
    smtplib.SMTP.starttls = accepted
    smtplib.SMTP.login = accepted
    if hasattr(smtplib, "SMTP_SSL"):
        smtplib.SMTP_SSL._get_socket = to_the_sink
    connect = asyncio.BaseEventLoop.create_connection if asyncio else None

    def create_connection(self, factory, host=None, port=None, ssl=None, server_hostname=None, **kwargs):
        return connect(self, factory, "127.0.0.1", PORT)

    if connect:
        asyncio.BaseEventLoop.create_connection = create_connection


def parameters(function):
    if hasattr(inspect, "signature"):
        found = inspect.signature(function).parameters.values()
        return [one.name for one in found if one.default is one.empty]
    return inspect.getargspec(function).args


def call(program, more):
    """Calls the program's own functions that can be called."""
    for name, value in list(program.items()):
        if not inspect.isfunction(value) or value.__module__ != "__main__" or name.startswith("_"):
            continue
        known = dict(given(), **more)
        names = parameters(value)
        if set(names) <= set(known):
            done = value(**{one: known[one] for one in names})
            if asyncio and inspect.isawaitable(done):
                asyncio.run(done)
            elif inspect.isgenerator(done):
                list(done)


def main(stage, program):
    redirect()
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[0] = os.getcwd()
    prepared = runpy.run_path(os.path.join(here, stage)) if stage else {}
    ran = runpy.run_path(program, run_name="__main__")
    call(ran, prepared.get("GIVEN", {}))
    if "afterwards" in prepared:
        prepared["afterwards"](ran)


if __name__ == "__main__":
    main(*sys.argv[1:])
