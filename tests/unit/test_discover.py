"""Finding files."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from cclint.config import Config, load
from cclint.discovery import paths as module
from cclint.discovery.paths import Targets, discover
from cclint.hooks import Frontend
from cclint.plugins.languages import PYTHON
from cclint.refusal import Refused

EML = Frontend("mail", suffixes=(".eml",), filenames=("mailrc", ".msmtprc"))


def found(*paths: Path | str, config: Config | None = None, **targets):
    """The selected files, the context files and the notices of a search."""
    names = tuple(map(str, paths))
    result = discover(Targets(names, **targets), config or load(names), [PYTHON])
    selected = [source.path for source in result.sources if source.selected]
    context = [source.path for source in result.sources if not source.selected]
    return selected, context, result


def test_kinds_of_files(files):
    folder = files(
        {
            "a.py": "",
            "b.PYW": "",
            "c.wsgi": "",
            "d.cgi": "",
            "script": "#!/usr/bin/env python2\n",
            "other": "#!/bin/sh\n# python\n",
            "data": b"\x7fELF python",
            "stub.pyi": "",
            "made.py.in": "",
            "other.in": "",
            "x.txt": "#!/usr/bin/python\n",
            ".hidden": "#!/usr/bin/python\n",
            ".py": "",
            "e.pyc": b"\0",
        }
    )
    assert found(folder)[0] == ["a.py", "b.PYW", "c.wsgi", "d.cgi", "made.py.in", "script", "stub.pyi"]


def test_kinds_come_from_the_front_ends(files):
    folder = files({"a.py": "", "b.eml": "", "mailrc": "", ".msmtprc": "", "other": ""})
    result = discover(Targets((str(folder),)), load([str(folder)]), [EML])
    assert [source.path for source in result.sources] == [".msmtprc", "b.eml", "mailrc"]


def test_the_rest_of_the_project_is_context(files):
    folder = files({"cclint.toml": "", "a/x.py": "", "a/y.py": "", "b/z.py": ""})
    assert found(folder / "a/x.py")[:2] == (["a/x.py"], ["a/y.py", "b/z.py"])
    assert found(folder / "a")[:2] == (["a/x.py", "a/y.py"], ["b/z.py"])
    assert found(folder / "a", folder / "a/x.py", folder)[:2] == (["a/x.py", "a/y.py", "b/z.py"], [])


def test_sources_read_what_they_name(files):
    folder = files({"a.py": "x = 1\n"})
    (source,) = found(folder)[2].sources
    assert source.read() == b"x = 1\n"
    assert source.file == folder / "a.py"


def test_what_lies_outside_the_root(files):
    folder = files({"app/cclint.toml": "", "app/a.py": "", "other/b.py": ""})
    selected, context, _ = found(folder / "app", folder / "other")
    assert selected == ["../other/b.py", "a.py"]
    assert context == []


# Excludes


def test_folders_that_are_passed_by(files):
    names = [
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        ".tox",
        "build",
        "dist",
        "x.egg-info",
        "site-packages",
        ".git",
    ]
    folder = files({"a.py": "", **{f"{name}/b.py": "" for name in names}})
    assert found(folder)[:2] == (["a.py"], [])


def test_a_virtual_environment_of_any_name(files):
    folder = files({"a.py": "", "my-env/pyvenv.cfg": "", "my-env/lib/b.py": ""})
    assert found(folder)[0] == ["a.py"]
    assert found(folder / "my-env")[0] == ["lib/b.py"]


def test_ancestors_of_the_root_do_not_count(files):
    folder = files({"build/dist/venv/cclint.toml": "", "build/dist/venv/a.py": ""})
    assert found(folder / "build/dist/venv")[0] == ["a.py"]


def test_a_folder_that_is_named_is_not_passed_by(files):
    folder = files({"cclint.toml": "", "build/a.py": "", "b.py": ""})
    assert found(folder / "build")[:2] == (["build/a.py"], ["b.py"])
    assert found(folder / "build/a.py")[0] == ["build/a.py"]


def test_excludes_hold_for_named_paths(files):
    folder = files(
        {
            "cclint.toml": 'extend-exclude = ["gen/", "*_pb2.py"]\n',
            "gen/a.py": "",
            "b_pb2.py": "",
            "c.py": "",
            "build/d.py": "",
        }
    )
    selected, context, result = found(folder / "gen/a.py", folder / "b_pb2.py", folder / "c.py", folder / "gen")
    assert (selected, context) == (["c.py"], [])
    assert result.excluded == ("b_pb2.py", "gen", "gen/a.py")
    assert not result.notices


def test_exclude_takes_the_place_of_the_defaults(files):
    folder = files(
        {"cclint.toml": 'exclude = ["old"]\n', "build/a.py": "", "old/b.py": "", ".git/c.py": "", "old.py": ""}
    )
    assert found(folder)[0] == ["build/a.py", "old.py"]


def test_excludes_are_relative_to_the_root(files):
    folder = files({"cclint.toml": 'extend-exclude = ["/src/old.py"]\n', "src/old.py": "", "src/src/old.py": ""})
    assert found(folder / "src")[0] == ["src/src/old.py"]


def test_ignore_files(files):
    folder = files(
        {
            ".git/HEAD": "",
            ".gitignore": "*.gen.py\n/top.py\nlogs/\n\n# a comment\n!\n",
            "a.gen.py": "",
            "top.py": "",
            "sub/top.py": "",
            "sub/.gitignore": "!b.gen.py\nlocal.py\n",
            "sub/b.gen.py": "",
            "sub/local.py": "",
            "local.py": "",
            "logs/c.py": "",
            "sub/logs/d.py": "",
        }
    )
    assert found(folder)[0] == ["local.py", "sub/b.gen.py", "sub/top.py"]
    assert found(folder, gitignore=False)[0] == sorted(
        ["a.gen.py", "local.py", "logs/c.py", "sub/b.gen.py", "sub/local.py", "sub/logs/d.py", "sub/top.py", "top.py"]
    )


def test_ignore_files_hold_for_named_paths(files):
    folder = files(
        {".git/HEAD": "", ".gitignore": "logs/\n", "logs/a/b.py": "", "sub/.gitignore": "x.py\n", "sub/x.py": ""}
    )
    selected, _, result = found(folder / "logs/a/b.py", folder / "sub/x.py")
    assert selected == []
    assert result.excluded == ("logs/a/b.py", "sub/x.py")


def test_ignore_files_above_the_root_of_the_same_repository(files):
    folder = files(
        {".git/HEAD": "", ".gitignore": "skip.py\n", "app/cclint.toml": "", "app/skip.py": "", "app/a.py": ""}
    )
    assert found(folder / "app")[0] == ["a.py"]


# What cannot be looked at


def test_a_path_that_does_not_exist(files):
    folder = files({"mailer.py": ""})
    with pytest.raises(Refused, match=r"there is no file or folder '.*mailr\.py'; did you mean '.*/mailer\.py'\?"):
        found(folder / "mailr.py")
    with pytest.raises(Refused, match="there is no file or folder"):
        found(folder / "mailer.py" / "x")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_special_files(files):
    folder = files({"cclint.toml": "", "a.py": ""})
    os.mkfifo(folder / "b.py")
    os.mkfifo(folder / "c")
    selected, _, result = found(folder)
    assert selected == ["a.py"]
    assert [(notice.path, notice.reason, notice.fatal) for notice in result.notices] == [
        ("b.py", "is a FIFO, not a file", False)
    ]
    (named,) = found(folder / "b.py")[2].notices
    assert named.fatal
    assert named.reason == "is a FIFO, not a file; pipe its text to `cclint -`"
    device, _ = found("/dev/null", config=load([str(folder)]))[2].notices
    assert device.reason.startswith("is a character device")


def test_links(files):
    folder = files({"p/cclint.toml": "", "p/real.py": "", "p/sub/a.py": "", "out/b.py": "", "out/c.py": ""})
    inside = folder / "p"
    (inside / "twin.py").symlink_to("real.py")  # the file is there under its own name
    (inside / "other.py").symlink_to(folder / "out/b.py")
    (inside / "nowhere.py").symlink_to("gone.py")
    (inside / "loop.py").symlink_to("loop.py")
    (inside / ".#lock.py").symlink_to("user@host.1")
    (inside / "sub-again").symlink_to("sub")
    (inside / "self").symlink_to(".")
    (inside / "outside").symlink_to(folder / "out")
    selected, _, result = found(inside)
    assert selected == ["other.py", "real.py", "sub/a.py"]
    assert [notice.path for notice in result.notices] == ["loop.py", "nowhere.py", "outside"]
    assert not any(notice.fatal for notice in result.notices)
    assert "outside the project" in result.notices[2].reason


def test_a_link_that_is_named(files):
    folder = files({"p/cclint.toml": "", "p/sub/a.py": "", "out/b.py": ""})
    (folder / "p/again").symlink_to("sub")
    (folder / "p/outside").symlink_to(folder / "out")
    (folder / "p/loop.py").symlink_to("loop.py")
    assert found(folder / "p/again")[:2] == (["sub/a.py"], [])
    assert found(folder / "p/outside")[:2] == (["outside/b.py"], ["sub/a.py"])
    assert [notice.fatal for notice in found(folder / "p/loop.py")[2].notices] == [True]


def test_a_folder_that_cannot_be_read(files, monkeypatch):
    folder = files({"cclint.toml": "", "a/x.py": "", "b/y.py": ""})
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("/b"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(module.os, "scandir", refuse)
    asked = found(folder)[2]
    assert [(notice.path, notice.fatal) for notice in asked.notices] == [("b", True)]
    around = found(folder / "a")[2]
    assert [(notice.path, notice.fatal) for notice in around.notices] == [("b", False)]


def test_a_script_that_cannot_be_read(files, monkeypatch):
    folder = files({"cclint.toml": "", "script": "#!/usr/bin/python\n"})

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module.os, "open", refuse)
    (notice,) = found(folder)[2].notices
    assert notice.path == "script"
    assert "it is not known what it is" in notice.reason


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="needs names that are not text")
def test_names_with_anything_in_them(files):
    names = ["a\nb.py", "\udcff\udcfe.py", " .py", "-.py", "*.py", "ü.py"]
    folder = files({"cclint.toml": "", **dict.fromkeys(names, "x = 1\n")})
    sources = found(folder)[2].sources
    assert sorted(source.path for source in sources) == sorted(names)
    assert all(source.read() == b"x = 1\n" for source in sources)


# Standard input


def test_standard_input_takes_the_place_of_a_file(files, monkeypatch):
    folder = files({"cclint.toml": "", "pkg/a.py": "old", "pkg/b.py": ""})
    monkeypatch.chdir(folder)
    selected, context, result = found("-", text=b"new", text_name="pkg/a.py", config=load(["pkg/a.py"]))
    assert (selected, context) == (["pkg/a.py"], ["pkg/b.py"])
    assert result.sources[0].read() == b"new"


def test_standard_input_for_a_file_that_is_not_there(files, monkeypatch):
    folder = files({"cclint.toml": ""})
    monkeypatch.chdir(folder)
    assert found("-", text=b"new", text_name="not/there.py", config=load(["."]))[0] == ["not/there.py"]


def test_standard_input_of_an_unknown_kind(files, monkeypatch):
    folder = files({"cclint.toml": ""})
    monkeypatch.chdir(folder)
    selected, _, result = found("-", text=b"new", text_name="a.rb", config=load(["."]))
    assert selected == []
    assert [notice.kind for notice in result.notices] == ["unknown"]


# Size


def test_surroundings_without_end_are_cut_and_said(files, monkeypatch):
    folder = files({"script.py": "", **{f"d{number}/x{number}.py": "" for number in range(20)}})
    monkeypatch.setattr(module, "SURROUNDINGS", 25)
    selected, context, result = found(folder / "script.py")
    assert selected == ["script.py"]
    assert 0 < len(context) < 20
    assert [(notice.kind, notice.fatal) for notice in result.notices] == [("cut", False)]
    assert len(found(folder)[0]) == 21  # what was asked about is never cut


def test_ten_thousand_files_take_less_than_a_second(tmp_path):
    for folder in range(100):
        (tmp_path / f"p{folder}").mkdir()
        for number in range(100):
            open(tmp_path / f"p{folder}" / f"m{number}.py", "w").close()
    (tmp_path / "cclint.toml").touch()
    (tmp_path / ".gitignore").write_text("*.log\nbuild/\n*.tmp\n")
    config = load([str(tmp_path)])
    discover(Targets((str(tmp_path / "p0"),)), config, [PYTHON])  # warm
    start = time.process_time()
    result = discover(Targets((str(tmp_path),)), config, [PYTHON])
    spent = time.process_time() - start
    assert len(result.sources) == 10_000
    assert spent < 1


def test_pathspec_is_not_imported_where_nothing_is_ignored(files):
    import subprocess

    folder = files({"cclint.toml": "", "a.py": ""})
    code = "import sys; from cclint.cli import main; main(['-q', '.']); sys.exit('pathspec' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=folder, check=False).returncode == 0


def test_the_configuration_may_be_replaced(files):
    folder = files({"a.py": "", "b.py": ""})
    config = load([str(folder)])._replace(extend_exclude=("a.py",))
    assert found(folder, config=config)[0] == ["b.py"]
