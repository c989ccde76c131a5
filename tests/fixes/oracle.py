#!/usr/bin/env python3
"""The fix oracle: are repaired programs known to deliver the same mail, and to show nobody to anybody?

Every program of a collection that exposes recipients is run against an SMTP sink, then repaired in a copy by `cclint check
--fix --unsafe-fixes` and run again. What leaves is compared: no message may expose anybody, and every recipient of an
envelope must get the same messages as before, each as often as before: subject, body and all header fields alike but for
To, Cc and Bcc, dates and identifiers.

    python tests/fixes/oracle.py CASES --oracle ORACLE.py [NAME...]    a collection, and what runs its cases
    python tests/fixes/oracle.py --diffs ...                            show the changes, too

CASES holds folders `AREA/NAME` with a `case.toml`; `oracle.py` has `run_case(folder, spec)`, which gives what was sent.
Where recipients had gathered over a loop, each message was sent to those of the rounds before as well: then it is enough that
the repaired program sends nobody anything new, and everybody something.
"""

from __future__ import annotations

import argparse
import email
import email.message
import email.policy
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli

VOLATILE = {
    "to", "cc", "bcc", "date", "message-id", "received", "content-type", "content-transfer-encoding", "mime-version",
    "x-peer", "x-mailfrom", "x-rcptto", "x-opened", "delivered-to",
}  # fmt: skip
"""Header fields that differ between two runs, or that repairs are about."""


def loaded(path: Path) -> Any:
    """The module that runs cases, with deliveries that keep their content."""
    spec = importlib.util.spec_from_file_location("bench_oracle", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_oracle"] = module
    spec.loader.exec_module(module)

    @dataclass
    class Delivery(module.Delivery):
        content: bytes = b""

        @classmethod
        def parse(cls, envelope: list[str], content: bytes) -> Delivery:
            made = super().parse(envelope, content)
            made.content = content
            return made

    module.Delivery = Delivery
    return module


IDENTIFIER = re.compile(rb"\b\d{6,}(?:\.\d+)+@")
"""What `make_msgid` gives: another one in each run, also where parts of a message name each other."""


def essence(content: bytes, sources: dict[bytes, bytes]) -> tuple[object, ...]:
    """What a recipient has of a message: its header fields and its parts.

    Parameters
    ----------
    content: as it was sent.
    sources: repaired files as they were, by what they are now: a program may mail itself.
    """
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    fields = {name.lower(): str(value) for name, value in message.items() if name.lower() not in VOLATILE}
    parts = tuple(
        (part.get_content_type(), IDENTIFIER.sub(b"@", sources.get(payload, payload)))
        for part in message.walk()
        if not part.is_multipart()
        for payload in [normal(part.get_payload(decode=True) or b"")]
    )
    return tuple(sorted(fields.items())), parts


def normal(payload: bytes) -> bytes:
    """A part without what depends on how it travels."""
    return payload.strip().replace(b"\r\n", b"\n")


def received(deliveries: list[Any], sources: dict[bytes, bytes]) -> Counter[tuple[str, object]]:
    """Who gets which message how often."""
    return Counter(
        (address.lower(), essence(one.content, sources))
        for one in deliveries
        for address in dict.fromkeys(one.envelope)
    )


def judged(module: Any, case: Path, spec: dict[str, Any], cclint: list[str], *, diffs: bool) -> str:
    """What becomes of one case: "repaired", "left alone", or what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "before"), Path(folder, "after")
        shutil.copytree(case, before)
        shutil.copytree(case, after)
        fixing = [*cclint, "check", "--persona", "auditor", "--isolated", "--fix-only", "--unsafe-fixes", "."]
        done = subprocess.run(fixing, cwd=after, capture_output=True, text=True, check=False)
        changed = [
            path.relative_to(after)
            for path in sorted(after.rglob("*"))
            if path.is_file() and path.read_bytes() != (before / path.relative_to(after)).read_bytes()
        ]
        if not changed:
            return "left alone" if done.returncode != 2 else f"BROKEN: cclint: {done.stderr.strip()}"
        if diffs:
            for path in changed:
                subprocess.run(["diff", "-u", str(before / path), str(after / path)], check=False)
        old, error = module.run_case(before, spec)
        if error:
            return f"the original fails: {error.strip().splitlines()[-1]}"
        new, error = module.run_case(after, spec)
        if error:
            return f"BROKEN: fails: {error.strip().splitlines()[-1]}"
        if any(one.exposing_roles for one in new):
            return f"exposes: {[one.shown for one in new]}"
        sources = {normal((after / path).read_bytes()): normal((before / path).read_bytes()) for path in changed}
        return compared(old, new, sources)


def compared(old: list[Any], new: list[Any], sources: dict[bytes, bytes]) -> str:
    """Whether everybody gets what they got."""
    was, now = received(old, sources), received(new, sources)
    if was == now:
        return "repaired"
    gathered = all(now[key] <= was[key] for key in now)
    people = {address for address, _ in was} == {address for address, _ in now}
    messages = {text for _, text in was} == {text for _, text in now}
    growing = any(one.envelope != other.envelope for one in old for other in old)
    if gathered and people and messages and growing:
        return "repaired (nobody is sent the others' messages any more)"
    lost, more = was - now, now - was
    return f"BROKEN: lost {[(who, what[0]) for who, what in lost]}, doubled or new {[(who, what[0]) for who, what in more]}"


def main() -> int:
    """Judge the cases and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path)
    parser.add_argument("names", nargs="*", help="only these cases, as AREA/NAME")
    parser.add_argument("--oracle", type=Path, help="the module that runs cases (default: beside the cases' folder)")
    parser.add_argument("--diffs", action="store_true", help="show the changes, too")
    parser.add_argument("--cclint", default="", help="the program, where another Python than this one has it")
    options = parser.parse_args()
    cclint = options.cclint.split() or [sys.executable, "-m", "cclint"]
    module = loaded(options.oracle or options.cases.parent / "oracle.py")
    os.environ.setdefault("PYTHONHASHSEED", "0")
    results: dict[str, str] = {}
    for file in sorted(options.cases.glob("*/*/case.toml")):
        spec = tomli.loads(file.read_text())
        name = f"{file.parent.parent.name}/{file.parent.name}"
        if (
            spec["verdict"] != "exposes"
            or spec.get("how", "run") != "run"
            or (options.names and name not in options.names)
        ):
            continue
        results[name] = judged(module, file.parent, spec, cclint, diffs=options.diffs)
        print(f"{name:<42} {results[name]}", flush=True)
    return summed(results)


def summed(results: dict[str, str]) -> int:
    """Print how many of each area are repaired; the exit status."""
    print(f"\n{'area':<14} {'cases':>5} {'repaired':>8} {'left':>5} {'wrong':>5}")
    total: Counter[str] = Counter()
    for area in [*sorted({name.partition("/")[0] for name in results}), ""]:
        found = [result for name, result in results.items() if not area or name.startswith(f"{area}/")]
        good = sum(result.startswith("repaired") for result in found)
        left = found.count("left alone")
        print(f"{area or 'all':<14} {len(found):>5} {good:>8} {left:>5} {len(found) - good - left:>5}")
        total = Counter(cases=len(found), good=good, wrong=len(found) - good - left)
    return 1 if total["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
