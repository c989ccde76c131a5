"""What a run meets around the files: permissions, disks that are full, files that come and go, names in every script."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from making import LEAK

CACHE = ".cclint_cache"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
SCRIPTS = {
    "Arabic": "بريد",
    "Hebrew": "דואר",
    "Devanagari": "डाक",
    "Thai": "จดหมาย",
    "Tamil": "அஞ்சல்",
    "Han": "邮件",
    "Hangul": "우편",
    "Hiragana": "ゆうびん",
    "Cyrillic": "почта",
    "Greek": "αλληλογραφία",
    "Georgian": "ფოსტა",
    "Amharic": "ፖስታ",
    "Cherokee": "ᎠᏥᎸ",
    "Khmer": "ប្រៃសណីយ៍",
    "Latin, decomposed": "cafe\u0301",
    "Latin, compatibility": "\ufb01le",
    "Gothic, beyond the first plane": "𐌰𐌱",
    "mathematical": "𝓂𝒶𝒾𝓁",
}


def found(out: str) -> list[str]:
    """The places of findings, from a concise report."""
    return [line.partition(": ")[0] for line in out.splitlines() if "[visible-" in line]


# Permissions


def drop() -> None:
    """Have permissions hold for root, too: give up CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7)) for good."""
    if os.geteuid() == 0 and sys.platform == "linux":
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        for capability in (1, 2):
            prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP: what a program has that is executed from now on


def ordinary(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run cclint as somebody whom permissions hold for."""
    return subprocess.run(
        [sys.executable, "-m", "cclint", *arguments],
        cwd=folder,
        preexec_fn=drop,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def holding(tmp_path: Path) -> None:
    """Permissions hold here; a file system of another kind, or a sandbox, may have none."""
    if sys.platform == "win32":
        pytest.skip("needs POSIX")
    probe = tmp_path / "probe"
    probe.write_text("x")
    probe.chmod(0)
    script = f"open({str(probe)!r}).read()"
    done = subprocess.run([sys.executable, "-c", script], preexec_fn=drop, capture_output=True, check=False)
    probe.unlink()
    if done.returncode == 0:
        pytest.skip("permissions do not hold here")


@pytest.mark.usefixtures("holding")
def test_a_file_that_must_not_be_read(files):
    folder = files({"leak.py": LEAK, "secret.py": LEAK, "script": LEAK})
    (folder / "secret.py").chmod(0)
    (folder / "script").chmod(0)
    done = ordinary(folder, "--output-format", "concise", "--verbose", ".")
    assert found(done.stdout) == ["leak.py:8:5"]
    assert "secret.py:1:1: not read [unreadable] the file cannot be read: Permission denied" in done.stdout
    assert "script" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    (folder / "leak.py").unlink()
    assert ordinary(folder, ".").returncode == 2


@pytest.mark.usefixtures("holding")
def test_a_folder_that_must_not_be_read(files):
    folder = files({"leak.py": LEAK, "closed/leak.py": LEAK})
    (folder / "closed").chmod(0)
    try:
        done = ordinary(folder, "--output-format", "concise", ".")
    finally:
        (folder / "closed").chmod(0o755)
    assert found(done.stdout) == ["leak.py:8:5"]
    assert "closed:1:1: not read [unreadable] the folder cannot be read: Permission denied" in done.stdout


@pytest.mark.usefixtures("holding")
def test_a_folder_that_is_read_only(files):
    folder = files({"leak.py": LEAK})
    folder.chmod(0o555)
    try:
        assert ordinary(folder, ".").returncode == 1
        done = ordinary(folder, "--output-file", "report.txt", ".")
    finally:
        folder.chmod(0o755)
    assert done.returncode == 2
    assert "the report cannot be written to" in done.stderr
    assert "Permission denied" in done.stderr
    assert sorted(path.name for path in folder.iterdir() if path.name != CACHE) == ["leak.py"]


# Disks


@POSIX
def test_no_room_for_the_report(files):
    """A file that may not grow is a disk that is full: the old report stays as it was, and nothing else is left."""
    import resource

    folder = files({**{f"leak{number}.py": LEAK for number in range(30)}, "report.txt": "the old one"})
    before = sorted(folder.iterdir())
    done = subprocess.run(
        [sys.executable, "-m", "cclint", "--no-cache", "--output-file", "report.txt", "."],
        cwd=folder,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "the report cannot be written to" in done.stderr
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "report.txt").read_text() == "the old one"
    assert sorted(folder.iterdir()) == before


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
@pytest.mark.parametrize("option", ["--output-file=/dev/full", "--output-format=sarif=/dev/full"])
def test_a_report_that_goes_to_a_full_device(files, cclint, option):
    files({"leak.py": LEAK})
    done = cclint(option)
    assert done.status == 2
    assert "the report cannot be written to '/dev/full': No space left on device" in done.err
    assert "Traceback" not in done.err


@POSIX
def test_no_room_for_the_cache(files):
    """Without room nothing is remembered, nothing half-written stays, and the run is what it would be."""
    import resource

    folder = files({f"leak{number}.py": LEAK for number in range(3)})
    (folder / CACHE).mkdir()  # a small project has one only if somebody wants it to
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-m", "cclint", "--output-format", "concise", "."],
            cwd=folder,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (150, 150)),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert len(found(done.stdout)) == 3
        assert "Traceback" not in done.stderr
    left = [path.name for path in (folder / CACHE).iterdir()] if (folder / CACHE).exists() else []
    assert not [name for name in left if name.startswith(("run-", "files"))]


@POSIX
def test_pipes_and_links_where_the_cache_should_be(files, cclint, tmp_path_factory):
    folder = files({"leak.py": LEAK})
    (folder / CACHE).mkdir()
    assert cclint(".").status == 1
    assert [path for path in (folder / CACHE).iterdir() if path.name.startswith("run-")]
    for path in (folder / CACHE).iterdir():
        path.unlink()
        os.mkfifo(path)
    assert cclint(".").status == 1
    for path in (folder / CACHE).iterdir():
        path.unlink()
    (folder / CACHE).rmdir()
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (folder / CACHE).symlink_to(elsewhere)
    assert cclint(".").status == 1
    assert not list(elsewhere.iterdir())


# Files that come and go


@POSIX
def test_a_file_that_comes_and_goes(files, cclint):
    """Whatever is there when it is looked at: no crash, and what stays is found."""
    folder = files({"leak.py": LEAK, **{f"other{number}.py": LEAK for number in range(20)}})
    over = threading.Event()

    def restless() -> None:
        while not over.is_set():
            for number in range(20):
                path = folder / f"other{number}.py"
                path.unlink(missing_ok=True)
                if number % 2:
                    os.mkfifo(path)
                else:
                    path.write_text(LEAK)

    thread = threading.Thread(target=restless)
    thread.start()
    try:
        for _ in range(3):
            done = cclint("--output-format", "concise", ".")
            assert "Traceback" not in done.err
            assert "internal" not in done.out
            assert "leak.py:8:5" in found(done.out)
    finally:
        over.set()
        thread.join()


@POSIX
def test_pipes_and_devices_in_a_project(files, cclint):
    folder = files({"leak.py": LEAK})
    os.mkfifo(folder / "pipe.py")
    (folder / "zero.py").symlink_to("/dev/zero")
    (folder / "templates").mkdir()
    os.mkfifo(folder / "templates" / "mail.html")
    done = cclint("--output-format", "concise", ".")
    assert found(done.out) == ["leak.py:8:5"]
    for name in ("pipe.py", "zero.py", "templates/mail.html"):
        assert cclint(name).status == 2


# Names


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_in_every_script(files, cclint, script):
    name = SCRIPTS[script]
    program = LEAK.replace("people", name).replace("def send", f"def {name}_send")
    program += f'\n\n{name} = ["{name}@example.org", "b@example.org"]\n{name}_send({name})\n'
    files({f"{name}/__init__.py": "", f"{name}/{name}.py": program})
    done = cclint("--output-format", "concise", ".")
    assert [place.rpartition("/")[2].partition(":")[2] for place in found(done.out)] == ["8:5"], done.out
    assert "[syntax]" not in done.out
    other = cclint("--output-format", "full", ".", PYTHONUTF8="0", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert other.status == 1
    assert "Traceback" not in other.err
