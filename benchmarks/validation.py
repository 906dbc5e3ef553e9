"""Measures how long we and openapi-spec-validator take to judge the same 200 descriptions, in one run.

    python benchmarks/validation.py [NUMBER]      the first NUMBER of the sample; all if none

Both start from the bytes of a file; ours is read, judged by schema and by meaning, with a line for each problem. Then
`api-catalog check` is timed on the catalog of this repository, as a process of its own. Not a test: it ends with 0.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import orjson
from api_catalog import validation
from api_catalog.documents.memory import no_collection
from api_catalog.documents.repository import read, survey
from api_catalog.problems import Severity
from jsonschema_path import SchemaPath
from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / ".corpus" / "package" / "api"
VALIDATORS: dict[str, Any] = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
}
SAMPLE = ROOT / "tests" / "validation" / "sample-200.txt"


def ours(folder: Path) -> tuple[float, int]:
    """Seconds, and how many descriptions are accepted."""
    started = time.perf_counter()
    accepted = 0
    for path in survey(folder).candidates:
        with no_collection():  # as the program does it: one description after another, each forgotten
            reading = read(folder, path)
            found = [*reading.problems, *(validation.problems_of(reading.api) if reading.api else ())]
            accepted += not any(problem.severity is Severity.ERROR for problem in found)
    return time.perf_counter() - started, accepted


def stock(names: list[str]) -> tuple[float, int]:
    started = time.perf_counter()
    accepted = 0
    for name in names:
        value = orjson.loads((CORPUS / name).read_bytes())
        version = str(value.get("openapi", "2.0"))
        try:
            accepted += not list(VALIDATORS[version[:3]](SchemaPath.from_dict(value)).iter_errors())
        except Exception as error:  # it raises on what it does not expect
            print(f"  stock raises {type(error).__name__} on {name}")
    return time.perf_counter() - started, accepted


def main() -> int:
    names = SAMPLE.read_text("utf-8").split()[: int(sys.argv[1]) if len(sys.argv) > 1 else None]
    if not all((CORPUS / name).is_file() for name in names):
        print("No corpus: run tests/corpus/fetch.py.", file=sys.stderr)
        return 1
    folder = ROOT / "build" / "validation"
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.exists():
            place.write_bytes((CORPUS / name).read_bytes())
    size = sum((CORPUS / name).stat().st_size for name in names)
    runs = [ours(folder) for _ in range(3)]
    seconds = min(each for each, _ in runs)
    theirs, accepted = stock(names)
    print(f"{len(names)} descriptions, {size / 1e6:.1f} MB")
    print(f"  ours   {seconds:6.2f} s, {runs[0][1]} accepted (best of {len(runs)})")
    print(f"  stock  {theirs:6.2f} s, {accepted} accepted: {theirs / seconds:.1f} times ours")
    with tempfile.TemporaryDirectory() as cache:
        for what in ("cold", "warm"):
            started = time.perf_counter()
            command = [sys.executable, "-m", "api_catalog", "check"]
            environ = {**os.environ, "XDG_CACHE_HOME": cache}
            subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True)
            print(f"  api-catalog check of this catalog, {what}: {time.perf_counter() - started:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
