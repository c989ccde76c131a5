"""The cache's folder: signed records, each written whole or not at all.

The folder lies in a project that somebody else may have written, and a planted record would make a leak pass as clean.
So a record counts only where it carries the seal of the user who runs cclint, made with a key that never lies in a
project; and it is JSON, which no reader executes. Whatever is wrong with a record, it is as if there were none.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from hashlib import blake2b
from typing import Any, Final

NAME: Final = ".cclint_cache"
KEY: Final = "CCLINT_CACHE_KEY"
"""The environment variable that machines set that share a cache, such as the workers of a CI service."""
KEPT: Final = 8
"""Records of runs that are kept: one for each configuration, persona and choice of files that is in use."""
LENGTH: Final = 64
"""Bytes of a key."""
READING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Not to wait: a pipe may lie where a record should."""
TAG: Final = "Signature: 8a477f597d28d172789f06886806bc55\n# A cache of cclint (https://bford.info/cachedir/)\n"


def digest(data: bytes) -> str:
    """A short name for some bytes that no other bytes have."""
    return blake2b(data, digest_size=10).hexdigest()


class Folder:
    """The folder of one project.

    Parameters
    ----------
    root: the project's folder.
    name: of the folder in it.
    """

    def __init__(self, root: str, name: str = NAME) -> None:
        self.path = os.path.join(root, name)
        self._key: bytes | None = None

    def exists(self) -> bool:
        """Whether there is one; a link would lead the writing to wherever a project's author wants it."""
        return os.path.isdir(self.path) and not os.path.islink(self.path)

    def read(self, name: str) -> Any:
        """A record; None where there is none that counts."""
        try:
            handle = os.open(os.path.join(self.path, name), READING)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return None
                seal, _, data = file.read().partition(b"\n")
            return json.loads(data) if self._sealed(name, data) == seal else None
        except (OSError, ValueError, RecursionError):
            return None

    def write(self, name: str, record: Any) -> None:
        """Keep a record; nobody's loss where that cannot be done."""
        data = json.dumps(record, separators=(",", ":")).encode()
        seal = self._sealed(name, data)
        if not seal:
            return
        place = os.path.join(self.path, name)
        temporary = f"{place}.{os.getpid()}"
        try:
            self._made()
            with open(temporary, "xb") as file:
                file.write(seal + b"\n" + data)
            os.replace(temporary, place)
        except OSError:
            _removed(temporary)

    def prune(self) -> None:
        """Remove all but the newest records of runs."""
        try:
            with os.scandir(self.path) as listing:
                runs = [(entry.stat().st_mtime_ns, entry.path) for entry in listing if entry.name.startswith("run-")]
        except OSError:
            return
        for _, path in sorted(runs, reverse=True)[KEPT:]:
            _removed(path)

    def _made(self) -> None:
        """Make the folder, which keeps itself out of repositories and backups.

        Raises
        ------
        OSError: there is no place for it.
        """
        if os.path.islink(self.path):
            raise NotADirectoryError(self.path)
        os.makedirs(self.path, exist_ok=True)
        for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", TAG)):
            place = os.path.join(self.path, name)
            if not os.path.exists(place):
                with open(place, "w", encoding="ascii") as file:
                    file.write(text)

    def _sealed(self, name: str, data: bytes) -> bytes:
        """The seal of a record; nothing where there is no key."""
        if self._key is None:
            self._key = _key()
        if not self._key:
            return b""
        return blake2b(name.encode() + b"\0" + data, key=self._key[:64], digest_size=20).hexdigest().encode()


def clean(root: str) -> bool:
    """Remove a project's cache: whether there was one.

    Raises
    ------
    OSError: it cannot be removed.
    """
    import shutil

    path = os.path.join(root, NAME)
    if os.path.islink(path) or not os.path.isdir(path):
        return False
    shutil.rmtree(path)
    return True


def _key() -> bytes:
    """The user's key, made when it is first needed; nothing where there is no place for it."""
    if given := os.environ.get(KEY):
        return blake2b(given.encode()).digest()
    home = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    home = home or os.path.join(os.path.expanduser("~"), ".cache")
    place = os.path.join(home, "cclint", "key")
    for _ in range(2):
        try:
            with open(place, "rb") as file:
                known = file.read()
        except FileNotFoundError:
            _make_key(place)
        except OSError:
            break
        else:
            return known if len(known) == LENGTH else b""
    return b""


def _make_key(place: str) -> None:
    """Make a key, unless another process does so in the meantime: the first counts."""
    temporary = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.urandom(LENGTH))
        os.link(temporary, place)
    except OSError:
        pass
    _removed(temporary)


def _removed(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
