"""What is proposed, for descriptions and a vocabulary that have nothing to do with machine learning."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import api_catalog
import pytest
import yaml
from api_catalog.catalog import catalog_of
from api_catalog.suggestions import Suggester, Suggestion

DATA: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "suggestion_cases.yml").read_text("utf-8"))


def _suggest(folder: Path, case: dict[str, Any], **files: str) -> list[Suggestion]:
    description = {
        "openapi": "3.1.1",
        "info": {"title": "Canteen", "version": "1"},
        "paths": case["paths"],
        "components": case.get("components", {}),
    }
    (folder / "specs").mkdir()
    for name, text in files.items():
        (folder / "specs" / f"{name}.yml").write_text(text, "utf-8")
    (folder / "specs" / "canteen.json").write_text(json.dumps(description), "utf-8")
    catalog, _ = catalog_of(api_catalog.load(folder / "specs"))
    return [each for api in catalog.apis for each in Suggester(catalog).suggest(api)]


@pytest.mark.parametrize("case", DATA["cases"], ids=lambda case: case["name"])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    found = _suggest(tmp_path, case, catalog=DATA["settings"], tags=DATA["tags"])
    reasons = {candidate.tag: candidate.reason for each in found for candidate in each.candidates}
    for kind, tag in case.get("first", {}).items():
        candidates = [candidate.tag for candidate in found[0].candidates if candidate.kind == kind]
        assert candidates[0] == tag, candidates
    for name in ("added", "kept", "dropped", "missing"):
        if name in case:
            assert list(getattr(found[0], name)) == case[name]
    for tag, reason in case.get("reasons", {}).items():
        assert reason in reasons[tag]


def test_every_candidate_says_why(tmp_path: Path) -> None:
    for number, case in enumerate(DATA["cases"]):
        (tmp_path / str(number)).mkdir()
        for each in _suggest(tmp_path / str(number), case, catalog=DATA["settings"], tags=DATA["tags"]):
            assert all(candidate.reason and candidate.score > 0 for candidate in each.candidates)


def test_an_open_vocabulary_keeps_every_tag(tmp_path: Path) -> None:
    case: dict[str, Any] = {"paths": {"/x": {"post": {"tags": ["Anything", "soup-making"], "responses": {}}}}}
    settings = DATA["settings"].replace("closed", "open")
    [found] = _suggest(tmp_path, case, catalog=settings, tags=DATA["tags"])
    assert (found.kept, found.dropped) == (("Anything", "soup-making"), ())


def test_tags_without_settings_are_proposed_only_if_the_operation_names_them(tmp_path: Path) -> None:
    case: dict[str, Any] = {
        "paths": {"/soup/making": {"post": {"responses": {}}}, "/flour": {"post": {"responses": {}}}}
    }
    tags = [tag for tag in yaml.safe_load(DATA["tags"])["tags"] if tag["kind"] == "job"]
    made, other = _suggest(tmp_path, case, tags=json.dumps({"tags": tags}))
    assert made.added == ("soup-making",)
    assert other.added == ()


def test_the_same_input_gives_the_same_answer_whatever_the_order_of_the_vocabulary(tmp_path: Path) -> None:
    case = {"paths": {"/baking/flour": {"post": {"summary": "Bread and cake baking", "responses": {}}}}}
    tags = yaml.safe_load(DATA["tags"])["tags"]
    answers = []
    for number, order in enumerate((tags, tags[::-1])):
        (tmp_path / str(number)).mkdir()
        text = json.dumps({"tags": order})
        [found] = _suggest(tmp_path / str(number), case, catalog=DATA["settings"], tags=text)
        answers.append(sorted(map(dataclasses.astuple, found.candidates)))
    assert answers[0] == answers[1]


def test_the_curated_vocabulary_finds_a_task_for_plain_words(tmp_path: Path) -> None:
    """Not a measure, which benchmarks/suggestions.py is: three calls that nobody could take for something else."""
    specs = Path(__file__).parents[2] / "specs"
    case = {
        "paths": {
            "/translate": {"post": {"summary": "Puts a text into another language", "responses": {}}},
            "/transcriptions": {"post": {"summary": "Writes down what is said in a recording", "responses": {}}},
            "/chat/completions": {"post": {"operationId": "createChatCompletion", "responses": {}}},
        }
    }
    files = {name: (specs / f"{name}.yml").read_text("utf-8") for name in ("catalog", "tags")}
    found = _suggest(tmp_path, case, **files)
    assert [each.added[:2] for each in found] == [
        ("translation", "predict"),
        ("speech-to-text", "predict"),
        ("chat-completion", "predict"),
    ]
