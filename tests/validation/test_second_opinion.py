"""openapi-spec-validator as second opinion: finds what the structure cannot tell, and never stops the run."""

from __future__ import annotations

from pathlib import Path

import pytest
from api_catalog.documents import ApiFiles, load
from api_catalog.problems import Severity
from api_catalog.validation import second_opinion, structure

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
}


def _api(folder: Path, text: str, *, curated: bool = True) -> ApiFiles:
    (folder / "acme").mkdir()
    (folder / "acme" / "openapi.yaml").write_text(text, "utf-8")
    if curated:
        (folder / "acme" / "api.yml").write_text("summary: Does it.", "utf-8")
    (api,) = load(folder).apis
    return api


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize(("body", "name"), FINDS.values(), ids=FINDS)
def test_finds_what_structure_cannot(head: str, body: str, name: str, tmp_path: Path) -> None:
    api = _api(tmp_path, head + body)
    assert structure.check(api) == []
    (problem,) = second_opinion.check(api)
    assert (problem.rule, problem.severity) == ("second-opinion", Severity.ERROR)
    assert problem.path.endswith("/acme/openapi.yaml")
    assert problem.message.startswith("openapi-spec-validator: ")
    assert name in problem.message


@pytest.mark.parametrize("version", HEADS)
def test_has_nothing_against_a_good_description(version: str, tmp_path: Path) -> None:
    kind = "type: string" if version == "2.0" else "schema: {type: string}"
    assert second_opinion.check(_api(tmp_path, HEADS[version] + FINE % kind)) == []


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_never_raises(head: str, body: str, tmp_path: Path) -> None:
    problems = second_opinion.check(_api(tmp_path, head + body))
    assert len(problems) <= 20
    for problem in problems:
        assert problem.rule == "second-opinion"
        assert "\n" not in problem.message
        assert len(problem.message) < 400


def test_is_not_asked_about_bare_descriptions(tmp_path: Path) -> None:
    body, _ = FINDS["a path parameter that is not declared"]
    assert second_opinion.check(_api(tmp_path, HEADS["3.0"] + body, curated=False)) == []


def test_is_not_asked_about_very_large_descriptions(tmp_path: Path) -> None:
    body, _ = FINDS["a path parameter that is not declared"]
    assert second_opinion.check(_api(tmp_path, HEADS["3.0"] + body + "#" * 300_000)) == []


@pytest.mark.parametrize("text", ["openapi: 4.0.0\n", "a: 1\n", "[]\n"])
def test_is_not_asked_about_unknown_versions(text: str, tmp_path: Path) -> None:
    assert second_opinion.check(_api(tmp_path, text)) == []
