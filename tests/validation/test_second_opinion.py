"""openapi-spec-validator as second opinion: finds what structure cannot, in bounded time, and never stops the run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import api_catalog
import pytest
from api_catalog import studying
from api_catalog.documents.document import parse
from api_catalog.documents.repository import load_one
from api_catalog.problems import Severity
from api_catalog.validation import second_opinion, stock, structure
from api_catalog.validation.schemas import version_of
from api_catalog.validation.second_opinion import Asked, Opinions

HEADS = {
    "2.0": 'swagger: "2.0"\ninfo: {title: T, version: "1"}\n',
    "3.0": 'openapi: 3.0.4\ninfo: {title: T, version: "1"}\n',
    "3.1": 'openapi: 3.1.1\ninfo: {title: T, version: "1"}\n',
    "3.2": 'openapi: 3.2.0\ninfo: {title: T, version: "1"}\n',
}
ANSWER = "responses: {default: {description: Fine.}}"
FINDS = {
    "a path parameter that is not declared": (f'paths: {{"/a/{{id}}": {{get: {{{ANSWER}}}}}}}\n', "'id'"),
    "an operationId used twice": (
        f"paths: {{/a: {{get: {{operationId: x, {ANSWER}}}, put: {{operationId: x, {ANSWER}}}}}}}\n",
        "'x'",
    ),
}
FINE = f'paths: {{"/a/{{id}}": {{parameters: [{{name: id, in: path, required: true, %s}}], get: {{{ANSWER}}}}}}}\n'
ODD = {
    "schema that is itself": "paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/A'}}}\n",
    "path that is itself": "paths: {/a: {$ref: '#/paths/~1a'}}\n",
    "two schemas that are each other": "paths: {}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/B'}, "
    "B: {$ref: '#/components/schemas/A'}}}\n",
    "allOf in a circle": "paths: {}\ncomponents: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}]}}}\n",
    "$ref to nowhere": "paths: {/a: {get: {responses: {default: {$ref: '#/nowhere'}}}}}\n",
    "$ref that is no pointer": "paths: {}\ncomponents: {schemas: {A: {$ref: '#nowhere'}}}\n",
    "$ref that is a number": "paths: {}\ncomponents: {schemas: {A: {$ref: 5}}}\n",
    "integer keys": "paths: {/a: {get: {responses: {200: {description: Fine.}}}}}\n5: 6\n",
    "numbers for names": "paths: {5: {6: 7}}\n",
    "no paths": "",
    "paths of a wrong type": "paths: [1]\n",
    "parameters of a wrong type": "paths: {/a: {get: {parameters: {a: 1}, responses: []}}}\n",
    "a default of a wrong type": "paths: {}\ncomponents: {schemas: {A: {type: integer, default: [x]}}}\n",
    "a broken pattern": "paths: {}\ncomponents: {schemas: {A: {type: string, pattern: '(', default: x}}}\n",
    "a very long number": f"paths: {{}}\nx-number: {'9' * 100}\n",
}


def _apis(folder: Path, texts: list[str]) -> list[Asked]:
    for number, text in enumerate(texts):
        (folder / f"api{number:02}").mkdir()
        (folder / f"api{number:02}" / "openapi.yaml").write_text(text, "utf-8")
    names = [f"api{number:02}/openapi.yaml" for number in range(len(texts))]
    return [Asked(folder, name, name) for name in names if second_opinion.task_of(load_one(folder, name))]


def test_finds_what_structure_cannot(tmp_path: Path) -> None:
    cases = [(head + body, name) for head in HEADS.values() for body, name in FINDS.values()]
    apis = _apis(tmp_path, [text for text, _ in cases])
    assert [structure.check(api.read()) for api in apis] == [[]] * len(cases)
    problems = Opinions(apis).problems
    assert [problem.path for problem in problems] == [api.read().description.path for api in apis]
    for problem, (_, name) in zip(problems, cases, strict=True):
        assert (problem.rule, problem.severity) == ("second-opinion", Severity.WARNING)
        assert problem.message.startswith("openapi-spec-validator: ")
        assert name in problem.message
        assert "one of the two is mistaken" in problem.hint


def test_has_nothing_against_good_descriptions(tmp_path: Path) -> None:
    kinds = {version: "type: string" if version == "2.0" else "schema: {type: string}" for version in HEADS}
    patterns = r"paths: {}" + "\ncomponents: {schemas: {A: {type: string, pattern: '^[\\w-.]+\\p{L}$'}}}\n"
    texts = [HEADS[version] + FINE % kinds[version] for version in HEADS]
    assert Opinions(_apis(tmp_path, [*texts, HEADS["3.0"] + patterns, HEADS["3.1"] + patterns])).problems == ()


def test_never_raises(tmp_path: Path) -> None:
    problems = Opinions(_apis(tmp_path, [head + body for head in HEADS.values() for body in ODD.values()])).problems
    assert any("could not judge this file" in problem.message for problem in problems)
    for problem in problems:
        assert problem.rule == "second-opinion"
        assert problem.severity is Severity.WARNING
        assert "\n" not in problem.message
        assert len(problem.message) < 400


def test_waits_only_so_long_for_each(tmp_path: Path) -> None:
    problems = Opinions(_apis(tmp_path, [HEADS["3.0"] + "paths: {}\n"] * 3), seconds=0.001).problems
    assert [problem.message for problem in problems] == [
        "openapi-spec-validator could not judge this file: not done after 0.001 seconds"
    ] * 3


def test_goes_on_after_a_process_that_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start, started = second_opinion._start, []

    def start_and_end() -> subprocess.Popen[bytes]:
        started.append(start())
        if len(started) == 1:
            started[0].kill()
            started[0].wait()
        return started[-1]

    monkeypatch.setattr(second_opinion, "_start", start_and_end)
    monkeypatch.setattr(second_opinion, "_MOST_PROCESSES", 1)
    body, _ = FINDS["a path parameter that is not declared"]
    problems = Opinions(_apis(tmp_path, [HEADS["3.0"] + body] * 2)).problems
    assert len(started) == 2
    assert "could not judge this file" in problems[0].message
    assert "'id'" in problems[1].message
    assert all(process.poll() is not None for process in started)


@pytest.mark.parametrize("record", ["summary: Does it.", None])
def test_is_asked_only_about_curated_descriptions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str | None
) -> None:
    _apis(tmp_path, [HEADS["3.0"] + "paths: {}\n"])
    if record is not None:
        (tmp_path / "api00" / "api.yml").write_text(record)
    asked: list[str] = []

    def noted(those: Sequence[Asked], **_: Any) -> Opinions:
        asked.extend(each.path for each in those)
        return Opinions()

    monkeypatch.setattr(studying, "Opinions", noted)
    api_catalog.check(tmp_path)
    assert asked == (["api00/openapi.yaml"] if record is not None else [])


WRONG: list[Any] = [1, "x", [], {}, None, True]
SAMPLE = sorted((Path(__file__).parents[2] / "specs").glob("*/*/openapi.yaml"))[::9]


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.parent.name)
def test_the_quicker_way_says_the_same(path: Path) -> None:
    """Of a description, and of three with a wrong value in a place that chance picks."""
    good = json.dumps(parse(path.read_bytes(), path.name))
    chance = random.Random(path.parent.name)  # noqa: S311 - no secret
    for number in range(4):
        description = json.loads(good)
        holder, key = chance.choice(list(_places(description)))
        holder[key] = chance.choice(WRONG) if number else holder[key]
        description = stock.with_readable_patterns(description)
        version = version_of(description)
        if version is not None:
            both = [stock.judge(version, description, way) for way in (stock.QUICKER, stock.AS_IT_IS)]
            assert both[0] == both[1]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from _places(item)


@pytest.mark.parametrize(
    "text",
    [
        HEADS["3.0"] + FINDS["a path parameter that is not declared"][0] + "#" * 300_000,
        HEADS["3.0"] + "paths: {}\nx-other: {$ref: 'https://a.example'}\n",
        "openapi: 4.0.0\n",
        "a: 1\n",
        "[]\n",
    ],
    ids=["very large", "a reference out of it", "unknown version", "no version", "a list"],
)
def test_is_not_asked_about(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinion, "_start", lambda: pytest.fail("a process was started"))
    assert Opinions(_apis(tmp_path, [text])).problems == ()


def test_nothing_imports_it_here() -> None:
    """Importing openapi-spec-validator takes longer than checking."""
    code = "import sys, api_catalog; sys.exit('openapi_spec_validator' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
