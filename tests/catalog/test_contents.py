"""Our own catalog holds what it promises: counted, and printed."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import api_catalog
import pytest
from api_catalog.catalog import Api, Catalog

ROOT = Path(__file__).parents[2]
HOSTED = {  # at least so many APIs of a provider
    "aws": 10, "google": 9, "azure": 8,
}  # fmt: skip
NAMED = (
    "tensorflow/serving", "algorithmia/api", "open-inference-protocol/v2", "kserve/inference", "nvidia/triton",
    "torchserve/inference", "torchserve/management", "seldon/mlserver", "seldon/seldon-core", "bentoml/service",
    "ray/serve", "vllm/server", "huggingface/tgi", "huggingface/tei", "ollama/api", "ggml/llama-cpp-server",
    "mlflow/scoring", "openvino/model-server",
)  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return api_catalog.check(ROOT / "specs", thorough=False).catalog


def _used(catalog: Catalog) -> set[str]:
    tagged = {name for api in catalog.apis for name in api.all_tags | {each.tag for each in api.findings}}
    return tagged | {name for api in catalog.apis for each in api.does_not for name in each.tags}


def _roots(catalog: Catalog) -> dict[str, set[str]]:
    """The providers of each broadest task."""
    found: dict[str, set[str]] = defaultdict(set)
    for api in catalog.apis:
        for operation in api.operations:
            for name in operation.tags:
                if catalog.tags[name].kind == "task":
                    found[catalog.with_ancestors(name)[-1]].add(api.provider)
    return found


def test_how_much_there_is(catalog: Catalog, capsys: pytest.CaptureFixture[str]) -> None:
    findings = [finding for api in catalog.apis for finding in api.findings]
    counts = {
        "APIs": (len(catalog.apis), 70),
        "operations": (catalog.operation_count, 900),
        "providers": (len({api.provider for api in catalog.apis}), 35),
        "tags in use": (len(_used(catalog)), 90),
        "findings": (len(findings), 350),
    }
    with capsys.disabled():
        print("\n" + ", ".join(f"{number} {what}" for what, (number, _) in counts.items()))
    assert {what: number for what, (number, least) in counts.items() if number < least} == {}
    assert [finding for finding in findings if not finding.source.url or not finding.source.date] == []


def test_every_broadest_task_has_two_providers(catalog: Catalog) -> None:
    roots = _roots(catalog)
    stated = [tag.name for tag in catalog.tags_of_kind("task") if not tag.parent]
    assert len(stated) == 12
    assert {name: roots[name] for name in stated if len(roots[name]) < 2} == {}


def test_every_tag_is_used_or_has_a_narrower_one_that_is(catalog: Catalog) -> None:
    used = {broader for name in _used(catalog) for broader in catalog.with_ancestors(name)}
    assert set(catalog.tags) - used == set()


@pytest.mark.parametrize("provider", HOSTED)
def test_apis_of_a_provider(catalog: Catalog, provider: str) -> None:
    assert sum(api.provider == provider for api in catalog.apis) >= HOSTED[provider]


@pytest.mark.parametrize("name", NAMED)
def test_is_there(catalog: Catalog, name: str) -> None:
    assert any(api.id == name for api in catalog.apis)


def _lacks(api: Api) -> list[str]:
    """What the record of an API leaves out that each has."""
    stated = {
        "five findings": len(api.findings) >= 5,
        "what it does not": bool(api.does_not),
        "input": bool(api.input),
        "output": bool(api.output),
        "delivery": bool(api.tags),
        "sources": bool(api.provenance and api.provenance.sources),
        "reviewed": bool(api.reviewed),
        "status": api.status.state != "unknown",
    }
    return [what for what, holds in stated.items() if not holds]


def test_every_api_has_a_whole_record(catalog: Catalog) -> None:
    assert {api.id: lacks for api in catalog.apis if (lacks := _lacks(api))} == {}
