"""The shipped stubs are read once, and what is kept of them counts only while it is what they say."""

from __future__ import annotations

import marshal
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cclint
from cclint.models import load_models, load_needles, shelf
from cclint.models.load import load_described
from cclint.models.needles import needles_of
from cclint.models.packing import packed, unpacked


def test_models_are_the_same_behind_marshal():
    models = load_described()[0]
    assert unpacked(marshal.loads(marshal.dumps(packed(models)))) == models
    assert load_models() == models


def test_the_words_are_those_of_the_models():
    assert load_needles() == needles_of(load_described()[0])


@pytest.fixture
def installed(tmp_path):
    """A copy of the package, as it lies where it is installed, and what runs in it."""
    shutil.copytree(Path(cclint.__file__).parent, tmp_path / "cclint", ignore=shutil.ignore_patterns("__pycache__"))

    def ask(question: str, *options: str) -> str:
        code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from cclint.models import shelf; {question}"
        environment = {"PATH": "", "SYSTEMROOT": ""}
        done = subprocess.run(
            [sys.executable, *options, "-c", code], capture_output=True, text=True, env=environment, check=True
        )
        return done.stdout.strip()

    ask.home = tmp_path / "cclint" / "models"
    return ask


READ = "shelf.shipped_models(); print('ast' in sys.modules and 'cclint.models.load' in sys.modules)"
NEW = "print('shelf_test' in shelf.shipped_models().functions or 'new.send_it' in shelf.shipped_models().functions)"


def test_stubs_are_read_once(installed):
    assert installed(READ) == "True"
    assert installed(READ) == "False"
    assert installed("shelf.shipped_needles(); print('cclint.models.library' in sys.modules)") == "False"


@pytest.mark.parametrize("change", ["added", "changed", "removed"])
def test_a_stub_that_changes_is_read_again(installed, change):
    stub = installed.home / "mail" / "new.pyi"
    text = "from cclint.models.vocabulary import Sent, To\ndef send_it(to: To) -> Sent: ...\n"
    if change != "added":
        stub.write_text(text.replace("send_it", "send_xy") if change == "changed" else text)
    assert installed(READ) == "True"
    assert installed(NEW) == str(change == "removed")
    if change == "removed":
        stub.unlink()
    else:
        stub.write_text(text)  # of the same length, and perhaps within the same tick of the clock
    assert installed(NEW) == str(change != "removed")


@pytest.mark.parametrize("damage", [b"", b"\0", b"garbage", "half", "other"])
def test_what_is_damaged_does_not_count(installed, damage):
    whole = installed("print(len(shelf.shipped_models().functions))")
    (file,) = (installed.home / "__pycache__").glob("stubs.*")
    data = file.read_bytes()
    bad = {"half": data[: len(data) // 2], "other": marshal.dumps(("another", (), b""))}.get(damage, damage)
    file.write_bytes(bad)
    assert installed("print(len(shelf.shipped_models().functions))") == whole
    assert installed(READ) == "False"  # it was written anew


def test_nothing_is_written_where_python_may_not(installed):
    assert installed(READ, "-B") == "True"
    assert installed(READ, "-B") == "True"
    assert not (installed.home / "__pycache__").exists()


def test_a_file_in_the_place_of_the_folder_is_nobodys_loss(installed):
    (installed.home / "__pycache__").write_text("")
    assert installed(READ) == "True"


def test_only_the_interpreter_decides_where(monkeypatch):
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    assert shelf._place() == ""
