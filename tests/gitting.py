"""A repository in a folder of a test's own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

IDENTITY = {
    "GIT_AUTHOR_NAME": "Test",
    "GIT_AUTHOR_EMAIL": "test@example.org",
    "GIT_COMMITTER_NAME": "Test",
    "GIT_COMMITTER_EMAIL": "test@example.org",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


@dataclass(frozen=True)
class Git:
    """Runs git in a folder, whatever the machine's own configuration says."""

    folder: Path

    def __call__(self, *arguments: str, status: int = 0) -> str:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        quiet = ("-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false")
        done = subprocess.run(
            ["git", *quiet, *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            env={**clean, **IDENTITY},
            check=False,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def write(self, **contents: str | None) -> None:
        """Write files, `a__b_py` standing for a/b.py; None takes one away."""
        for name, text in contents.items():
            path = self.folder / name.replace("__", "/").replace("_py", ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.unlink()
            else:
                path.write_text(text)

    def commit(self, message: str = "as it stands", **contents: str | None) -> str:
        """Write files, and commit everything."""
        self.write(**contents)
        self("add", "-A")
        self("commit", "--allow-empty", "-m", message)
        return self("rev-parse", "HEAD").strip()
