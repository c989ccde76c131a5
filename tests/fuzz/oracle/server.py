"""A small process that forks itself for every program: `python -m fuzz.oracle.server`, jobs on its standard input.

It has imported what programs need and nothing else, so that a fork is cheap; and its hashes are not random, so that
sets have the same order in every run.
"""

# ruff: noqa: F401  (imported here so that programs find them loaded)
from __future__ import annotations

import asyncio
import collections
import concurrent.futures
import configparser
import contextlib
import copy
import csv
import dataclasses
import email.generator
import email.headerregistry
import email.message
import email.mime.message
import email.mime.multipart
import email.mime.text
import email.parser
import email.policy
import email.utils
import enum
import functools
import itertools
import json
import logging.handlers
import operator
import os
import pickle
import queue
import random
import re
import shutil
import signal
import smtplib
import sqlite3
import string
import struct
import subprocess
import sys
import tempfile
import textwrap
import types
import typing
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import tomllib

from fuzz.oracle import child

HEADER = struct.Struct(">Q")
ROOM = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Where the folders of the programs are: memory, where there is such a file system."""


def read(stream: Any) -> Any:
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    return pickle.loads(stream.read(HEADER.unpack(head)[0]))


def write(stream: Any, value: object) -> None:
    data = pickle.dumps(value)
    stream.write(HEADER.pack(len(data)) + data)
    stream.flush()


def fork(job: object, folder: Path) -> object:
    """What a program did, or a text that says why that is not known."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os.setsid()
        try:
            with os.fdopen(os.open(os.devnull, os.O_RDWR), "r+b", buffering=0) as null:
                for number in (0, 1, 2):
                    os.dup2(null.fileno(), number)
            try:
                result: object = child.serve(job, folder)  # type: ignore[arg-type]
            except BaseException as error:
                result = f"{type(error).__name__}: {error}"
            with os.fdopen(writing, "wb") as stream:
                stream.write(pickle.dumps(result))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(pid, 0)
    return pickle.loads(data) if data else f"ended by {os.waitstatus_to_exitcode(status)}"


def main() -> None:
    sys.dont_write_bytecode = True
    base = Path(tempfile.mkdtemp(prefix="cclint-fuzz-", dir=ROOM))
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    try:
        while (job := read(stdin)) is not None:
            write(stdout, fork(job, base / "run"))
    except KeyboardInterrupt:
        pass
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    main()
