"""Mutations of real files: whatever becomes of them, cclint neither fails nor hangs, and says what it could not read.

`python -m fuzz.mutate --count 500 FOLDER...`, from the folder `tests`, mutates the files of folders: Python of any
version, and every other kind of file that cclint reads. `--minutes` sets another end. A seed always makes the same
mutation of the same folders.
"""

from __future__ import annotations

import argparse
import functools
import random
import re
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from cclint.analysis import Limits, analyse
from cclint.analysis.relevance.others import Others
from cclint.config import Config
from cclint.discovery.kinds import Kinds
from cclint.following import others_of
from cclint.ir.source import Source
from cclint.plugins import load
from cclint.strangers import patience
from fuzz.prediction import models
from fuzz.reshape import by_tree

LONG = 20
"""Seconds of the processor's time that no file may take: twice the limit of a run, for a slow machine."""
TOKEN = re.compile(rb"\w+|\s+|[^\w\s]")
ODD = (
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\f",
    b"\\",
    b'"""',
    b"'",
    b"{",
    b"(" * 60,
    b"\xe2\x80\xae",
    b"f'{",
    b"*",
    b":=",
    b"@",
    b"\t",
)

Change = Callable[[bytes, random.Random], bytes]


def truncated(data: bytes, choice: random.Random) -> bytes:
    return data[: choice.randrange(len(data) + 1)]


def beheaded(data: bytes, choice: random.Random) -> bytes:
    return data[choice.randrange(len(data) + 1) :]


def flipped(data: bytes, choice: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(choice.randint(1, 8)):
        if made:
            made[choice.randrange(len(made))] = choice.randrange(256)
    return bytes(made)


def interspersed(data: bytes, choice: random.Random) -> bytes:
    at = choice.randrange(len(data) + 1)
    return data[:at] + choice.choice(ODD) + data[at:]


def by_tokens(data: bytes, choice: random.Random) -> bytes:
    """Tokens are left out, doubled, exchanged; the result is Python more often than after other changes."""
    tokens = TOKEN.findall(data)
    for _ in range(choice.randint(1, 4)):
        if len(tokens) < 2:
            break
        one, other = choice.randrange(len(tokens)), choice.randrange(len(tokens))
        match choice.randrange(4):
            case 0:
                del tokens[one]
            case 1:
                tokens.insert(one, tokens[other])
            case 2:
                tokens[one], tokens[other] = tokens[other], tokens[one]
            case _:
                tokens[one] = tokens[other]
    return b"".join(tokens)


def by_lines(data: bytes, choice: random.Random) -> bytes:
    """Lines are left out, doubled, exchanged, indented."""
    lines = data.split(b"\n")
    for _ in range(choice.randint(1, 4)):
        one, other = choice.randrange(len(lines)), choice.randrange(len(lines))
        match choice.randrange(4):
            case 0:
                lines.insert(one, lines[other])
            case 1:
                lines[one], lines[other] = lines[other], lines[one]
            case 2:
                lines[one] = b"    " + lines[one]
            case _:
                lines[one] = b""
    return b"\n".join(lines)


CHANGES: tuple[Change, ...] = (
    truncated,
    beheaded,
    flipped,
    interspersed,
    by_tokens,
    by_tokens,
    by_tokens,
    by_lines,
    by_lines,
    by_tree,
    by_tree,
    by_tree,
)


def mutated(data: bytes, seed: int) -> bytes:
    """A file's bytes after one to three changes."""
    choice = random.Random(seed)
    for _ in range(choice.randint(1, 3)):
        data = choice.choice(CHANGES)(data, choice)
    return data


class FailedError(Exception):
    """A notice says that cclint failed."""


@functools.cache
def others() -> Others:
    """What lowers the files that are not Python's."""
    return others_of(load(Config(Path("/nowhere"))).frontends)


@functools.cache
def kinds() -> Kinds:
    return Kinds.of(load(Config(Path("/nowhere"))).frontends)


def look_at(data: bytes, path: str = "main.py", beside: Mapping[str, bytes] | None = None) -> None:
    """Analyse one file that consists of some bytes.

    Parameters
    ----------
    beside: the other files of its program, by their paths.

    Raises
    ------
    Exception: whatever the analysis fails with; it must not.
    """
    root = Path("/nowhere")
    sources = [Source(name, root / name, True, text) for name, text in {**(beside or {}), path: data}.items()]
    started = time.process_time()
    with patience(10 * LONG, "the analysis of one file"):
        found = analyse(sources, root, models(), Limits(), others=others())
    if (taken := time.process_time() - started) > LONG:
        raise FailedError(f"it took {taken:.0f} s")
    if failed := [notice.reason for notice in found.notices if notice.kind == "internal"]:
        raise FailedError(failed[0])


def files(folders: list[Path]) -> list[Path]:
    """The files below folders that cclint looks at, but for the largest."""
    found = [path for folder in folders for path in ([folder] if folder.is_file() else sorted(folder.rglob("*")))]
    return [path for path in found if path.is_file() and kinds().certain(path.name) and path.stat().st_size < 100_000]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m fuzz.mutate", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=0, help="stop after that time")
    parser.add_argument("--beside", action="store_true", help="with the files that lie beside each")
    parser.add_argument("--keep", type=Path, help="a folder to write the files that fail to")
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()
    paths = files(options.folders)
    failures = 0
    tried = 0
    slowest = (0.0, 0, Path())
    end = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    for seed in range(options.seed, options.seed + options.count):
        if time.monotonic() > end:
            break
        tried += 1
        path = random.Random(seed).choice(paths)
        data = mutated(path.read_bytes(), seed)
        beside = {one.name: one.read_bytes() for one in files([path.parent])} if options.beside else {}
        start = time.process_time()
        try:
            look_at(data, path.name, beside)
        except Exception:
            failures += 1
            print(f"==== seed {seed}: {path}\n{traceback.format_exc(limit=-4)}", flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{seed}-{path.name}").write_bytes(data)
        slowest = max(slowest, (time.process_time() - start, seed, path))
    print(
        f"{tried} mutations of {len(paths)} files, {failures} failures, the slowest {slowest[0]:.1f} s (seed {slowest[1]}: {slowest[2]})"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
