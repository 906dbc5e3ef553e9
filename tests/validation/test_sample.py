"""On 200 descriptions that others wrote our verdict is that of openapi-spec-validator, or the specification says ours.

``stock_verdicts.yml`` holds what openapi-spec-validator says, because asking it takes a minute or two. Run as a script,
with ``tests`` and ``generator`` on PYTHONPATH, this file writes it anew. ``differences.yml`` lists where we differ.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import pytest
from api_catalog import validation
from api_catalog.documents import load, yaml_events
from api_catalog.problems import Severity
from api_catalog.validation import schemas, stock
from corpus.fetch import CORPUS

pytestmark = pytest.mark.corpus

FOLDER = Path(__file__).parent
PROGRAM = "openapi-spec-validator"
NAMES = (FOLDER / "sample-200.txt").read_text("utf-8").split()
STOCK: dict[str, Any] = yaml_events.load((FOLDER / "stock_verdicts.yml").read_bytes())
DIFFERENCES: list[dict[str, Any]] = yaml_events.load((FOLDER / "differences.yml").read_bytes())
OURS_IS = {name: entry["ours"] for entry in DIFFERENCES for name in entry["files"]}
LIVE = NAMES[::10]


@pytest.fixture(scope="module")
def ours(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that the errors in each file break; no errors, no rules."""
    root = tmp_path_factory.mktemp("sample")
    for name in NAMES:
        place = root / name.removesuffix(".json") / "openapi.json"
        place.parent.mkdir(parents=True)
        shutil.copy(corpus / name, place)
    repository = load(root)
    rules: dict[str, set[str]] = defaultdict(set)
    for problem in (*repository.problems, *(each for api in repository.apis for each in validation.problems_of(api))):
        if problem.severity is Severity.ERROR:
            rules[Path(problem.path).parent.relative_to(root).as_posix() + ".json"].add(problem.rule)
    assert rules.keys() <= set(NAMES)
    return rules


def test_verdicts_are_equal_or_ours_is_right(ours: dict[str, set[str]]) -> None:
    differ = {name: sorted(ours[name]) for name in NAMES if bool(ours[name]) != (name in STOCK["invalid"])}
    assert differ == OURS_IS


@pytest.mark.parametrize("entry", DIFFERENCES, ids=lambda entry: entry["why"])
def test_every_difference_says_what_each_says_and_what_the_specification_says(entry: dict[str, Any]) -> None:
    assert entry["sentence"]
    assert entry["section"].startswith("https://")
    for name, says in entry["files"].items():
        assert name in NAMES
        assert says in STOCK["invalid"].get(name, "valid")
        assert bool(entry["ours"]) == (says == "valid")


def test_verdicts_are_those_of_the_version_that_is_installed() -> None:
    assert STOCK[PROGRAM] == version(PROGRAM), "write stock_verdicts.yml anew"


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("name", LIVE)
def test_verdicts_are_still_what_it_says(name: str, corpus: Path) -> None:
    assert _asked(corpus / name) == STOCK["invalid"].get(name)


def _asked(path: Path) -> str | None:
    """What openapi-spec-validator says first of a description; None if it is valid."""
    description = orjson.loads(path.read_bytes())
    answer = stock.judge(schemas.version_of(description) or "", description, stock.AS_IT_IS)
    if "raised" in answer:
        return f"raised {answer['raised']}"
    return next((message[:160] for _, message in answer["errors"]), None)


def _verdicts() -> Iterator[tuple[str, str]]:
    with ProcessPoolExecutor() as pool:
        paths = [CORPUS / "package" / "api" / name for name in NAMES]
        for name, says in zip(NAMES, pool.map(_asked, paths), strict=True):
            if says is not None:
                yield name, says


if __name__ == "__main__":
    lines = [
        f"# What {PROGRAM} says first of those of sample-200.txt that it calls invalid. Written by test_sample.py.",
        f"{PROGRAM}: {version(PROGRAM)}",
        "invalid:",
        *(f"  {name}: {json.dumps(says, ensure_ascii=False)}" for name, says in sorted(_verdicts())),
    ]
    (FOLDER / "stock_verdicts.yml").write_text("\n".join(lines) + "\n", "utf-8")
