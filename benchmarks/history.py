"""The history of 10,000 commits: how long a build waits for it, the first time and when it is remembered.

Makes the repository in a temporary folder out of our own specs. ``--check`` fails above the five seconds that we claim.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from api_catalog.execution import Cache
from api_catalog.history import history_of

SPECS = Path(__file__).parents[1] / "specs"
COMMITS = 10_000
MOST_SECONDS = 5.0


def _stream(files: dict[str, bytes]) -> bytes:
    """What git fast-import reads: each commit changes one description, or one record."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    names = sorted(name for name in files if name.endswith(("openapi.yaml", "api.yml")))
    parts: list[bytes] = []
    for number in range(COMMITS):
        parts.append(
            b"commit refs/heads/main\ncommitter A <a@b> %d +0000\ndata 1\nC\n" % (1_600_000_000 + number * 3600)
        )
        name = chance.choice(names)
        text = files[name].replace(b"description: ", b"description: V%d " % number, 1) + b"\n# %d\n" % number
        for path, data in {name: text}.items() if number else files.items():
            parts.append(b"M 100644 inline specs/%s\ndata %d\n%s\n" % (path.encode(), len(data), data))
    return b"".join(parts)


def main() -> int:
    files = {path.relative_to(SPECS).as_posix(): path.read_bytes() for path in sorted(SPECS.rglob("*.y*ml"))}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)
        subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=_stream(files), check=True)
        seconds = []
        for _ in range(2):
            started = time.perf_counter()
            history = history_of(Path(folder, "specs"), Cache(Path(folder, "cache")))
            seconds.append(time.perf_counter() - started)
    print(f"{COMMITS:,} commits, {len(history.revisions):,} shown: {seconds[0]:.1f} s, then {seconds[1]:.1f} s")
    return int("--check" in sys.argv and seconds[1] > MOST_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
