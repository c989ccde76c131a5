"""Trees of real files: pinned releases from the package index, and copies of them for larger trees."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

DJANGO = "Django==5.2"
POPULAR = (
    "apache-airflow-core==3.0.2", "celery==5.5.3", "cryptography==45.0.4", "fastapi==0.115.13", "Flask==3.1.1", "ipython==9.3.0",
    "matplotlib==3.10.3", "networkx==3.5", "numpy==2.3.0", "pandas==2.3.0", "pip==25.1.1", "pytest==8.4.1", "scipy==1.16.0",
    "scikit-learn==1.7.0", "Sphinx==8.2.3", "SQLAlchemy==2.0.41", "sympy==1.14.0",
    "Twisted==25.5.0", "wagtail==7.0.1", "zulip==0.9.0",
)  # fmt: skip
"""About 10,000 files, together with Django."""


def fetch(requirement: str, cache: Path, *, source: bool = False) -> Path:
    """An unpacked release, from the package index that pip is set up for.

    Parameters
    ----------
    requirement: a distribution and its version.
    cache: where releases are kept.
    source: the source distribution, tests included; a wheel otherwise, of which nothing is run.

    Raises
    ------
    subprocess.CalledProcessError: it cannot be had.
    """
    folder = cache / f"{requirement.replace('==', '-')}{'-source' if source else ''}"
    if not folder.is_dir():
        archives = cache / "archives" / folder.name
        kind = "--no-binary" if source else "--only-binary"
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", kind, ":all:", "-d", str(archives)]
        subprocess.run([*command, requirement], check=True, capture_output=True)
        (archive,) = archives.iterdir()
        unpacked = cache / "unpacking" / folder.name
        unpacked.mkdir(parents=True, exist_ok=True)
        shutil.unpack_archive(archive, unpacked, format="zip" if archive.suffix == ".whl" else None)
        unpacked.rename(folder)
    return folder


def popular(cache: Path) -> list[Path]:
    """Popular packages; one that cannot be had is left out, which is said."""
    found = []
    for requirement in (DJANGO, *POPULAR):
        try:
            found.append(fetch(requirement, cache, source=requirement == DJANGO))
        except (subprocess.CalledProcessError, ValueError, OSError) as error:
            print(f"{requirement} is left out: {error}", file=sys.stderr)
    return found


def tree(sources: list[Path], files: int, folder: Path) -> Path:
    """A project of about so many Python files: copies of real ones, whole packages as far as they fit.

    Parameters
    ----------
    sources: folders of unpacked packages.
    files: how many files at least.
    folder: where to put them; what is there already is used again.
    """
    if folder.is_dir():
        return folder
    made, copy = 0, 0
    while made < files:
        copy += 1
        for source in sources:
            for path in sorted(source.rglob("*.py")):
                place = folder / f"copy{copy}" / source.name / path.relative_to(source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
                made += 1
                if made >= files:
                    break
            if made >= files:
                break
    (folder / "pyproject.toml").touch()
    return folder
