"""The indexes of a large catalog: made apart, found together; only what changed is made again, with the same bytes."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from api_catalog.catalog import Catalog, catalog_of
from api_catalog.documents import load
from api_catalog.execution import Cache
from api_catalog.pages.urls import api_url
from api_catalog.search import FOLDER, EarlierIndexes, Index, SearchError, portion_by_hand
from api_catalog.search.portions import Portion, portion_of
from api_catalog.search.records import records_of_api, records_of_catalog
from api_catalog.search.shards import number_of, shard_of

NUMBER = 4
"""Indexes, that of the whole catalog among them."""
BY_HAND = [("about/", "About", "<p>What this is.</p>")]
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("index_cases.yml").read_text("utf-8"))


def described(folder: Path, **changed: str) -> tuple[Catalog, list[Portion]]:
    """The catalog of the cases, and what an index is made from; of APIs in ``changed`` with another text."""
    for name in CASES["apis"]:
        operations = {f"/{name}/{what}": {"get": _operation(name, verb, what)} for verb, what in CASES["operations"]}
        info = {"title": f"{name} API", "version": "1", "description": changed.get(name, "")}
        path = folder / "provider" / name / "openapi.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump({"openapi": "3.1.0", "info": info, "paths": operations}), "utf-8")
    (folder / "catalog.yml").write_text("title: Test\nvocabulary: open\n", "utf-8")
    catalog = catalog_of(load(folder))[0]
    apis = (portion_of(records_of_api(catalog, api, is_apart=False), api_url(api)) for api in catalog.apis)
    return catalog, [portion_of(records_of_catalog(catalog)), *apis]


def _operation(name: str, verb: str, what: str) -> dict[str, Any]:
    responses = {"200": {"description": "Done."}}
    return {
        "operationId": f"{verb}{name.title()}{what.title()}",
        "summary": f"{verb} {what}",
        "responses": responses,
    }


def published(
    site: Path, catalog: Catalog, portions: Iterable[Portion], earlier: EarlierIndexes | None = None
) -> tuple[int, ...]:
    """Builds into ``site`` and gives the indexes that were made."""
    site.mkdir(exist_ok=True)
    index = Index(catalog, portions, earlier, most=-(-catalog.operation_count // (NUMBER - 1)))
    index.complete(portion_by_hand(BY_HAND))
    index.publish(site)
    if earlier is not None:
        earlier.save()
    return index.made


def files(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def records(folder: Path) -> list[dict[str, Any]]:
    found = (json.loads(gzip.decompress(path.read_bytes())) for path in sorted(folder.glob("records/*")))
    return [record for together in found for record in together.values()]


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("cold") / "site"
    assert published(site, *described(tmp_path_factory.mktemp("specs"))) == tuple(range(NUMBER))
    return site


@pytest.mark.parametrize("case", CASES["numbers"])
def test_how_many_indexes(case: dict[str, int]) -> None:
    assert number_of(case["operations"], case["most"]) == case["indexes"]


def test_an_api_stays_in_its_index() -> None:
    places = [f"apis/provider/{number}/" for number in range(3000)]
    shares = Counter(shard_of(place, NUMBER) for place in places)
    assert set(shares) == {1, 2, 3}
    assert min(shares.values()) > len(places) / NUMBER
    assert {shard_of(place, 1) for place in places} == {0}
    assert shard_of("", NUMBER) == 0


def test_some_operations_together_are_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api_catalog.search.records.MOST_TOGETHER", 2)
    catalog, portions = described(tmp_path)
    for api, portion in zip(catalog.apis, portions[1:], strict=True):
        assert [shown["kind"] for shown in portion.read().shown] == ["api", "operations"]
        assert {shown["url"] for shown in portion.read().shown} == {api_url(api)}
        together = [path for shown in portion.read().shown for _, _, _, path, _ in shown["operations"]]
        assert together == [operation.path for operation in api.operations]


def test_each_record_is_in_one_index(cold: Path, tmp_path: Path) -> None:
    catalog, portions = described(tmp_path)
    folders = [cold / FOLDER, *(cold / FOLDER / str(number) for number in range(1, NUMBER))]
    found = [record["url"] for folder in folders for record in records(folder)]
    shown = [each["url"] for portion in portions for each in portion.read().shown]
    assert sorted(found) == sorted(["about/", *shown])
    assert all(records(folder) for folder in folders)
    operations = [
        f"{record['url']}#{anchor}"
        for folder in folders
        for record in records(folder)
        for anchor, *_ in record.get("operations", ())
    ]
    assert len(operations) == len(set(operations)) == catalog.operation_count
    assert json.loads((cold / FOLDER / "catalog.json").read_bytes())["indexes"] == list(range(NUMBER))


@pytest.mark.parametrize("name", CASES["apis"][:2])
def test_a_change_makes_one_index_again_with_the_bytes_of_a_cold_build(cold: Path, tmp_path: Path, name: str) -> None:
    cache, site = Cache(tmp_path / "cache"), tmp_path / "site"
    specs, again = tmp_path / "specs", tmp_path / "again"
    assert published(site, *described(specs), EarlierIndexes(cache, site)) == tuple(range(NUMBER))
    assert files(site) == files(cold)
    catalog, portions = described(specs, **{name: "Something else."})
    (changed,) = (api for api in catalog.apis if api.slug == name)
    made = published(again, catalog, portions, EarlierIndexes(cache, site))
    assert made == (shard_of(api_url(changed), NUMBER),)
    assert published(tmp_path / "other", catalog, portions) == tuple(range(NUMBER))
    assert files(again) == files(tmp_path / "other") != files(cold)


@pytest.mark.parametrize("damage", CASES["damages"])
def test_an_index_that_somebody_touched_is_not_believed(cold: Path, tmp_path: Path, damage: dict[str, Any]) -> None:
    cache, site = Cache(tmp_path / "cache"), tmp_path / "site"
    catalog, portions = described(tmp_path / "specs")
    published(site, catalog, portions, EarlierIndexes(cache, site))
    path = next((site / FOLDER).glob(damage["file"]))
    if damage["how"] == "gone":
        path.unlink()
    elif damage["how"] == "more":
        path.with_name(f"x{path.name}").write_bytes(b"x")
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert published(tmp_path / "again", catalog, portions, EarlierIndexes(cache, site)) == tuple(damage["made"])
    assert files(tmp_path / "again") == files(cold)


def test_an_index_without_a_record_is_left_out(tmp_path: Path) -> None:
    catalog, portions = described(tmp_path / "specs")
    few = [portion for portion in portions if shard_of(portion.place, NUMBER) != 2]
    site = tmp_path / "site"
    assert published(site, catalog, few) == (0, 1, 3)
    assert json.loads((site / FOLDER / "catalog.json").read_bytes())["indexes"] == [0, 1, 3]


def test_another_site_is_not_believed(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    catalog, portions = described(tmp_path / "specs")
    published(tmp_path / "site", catalog, portions, EarlierIndexes(cache, tmp_path / "site"))
    other = EarlierIndexes(cache, tmp_path / "other")
    assert published(tmp_path / "other", catalog, portions, other) == tuple(range(NUMBER))


def test_an_index_that_changes_meanwhile_ends_the_build(tmp_path: Path) -> None:
    cache, site = Cache(tmp_path / "cache"), tmp_path / "site"
    catalog, portions = described(tmp_path / "specs")
    published(site, catalog, portions, EarlierIndexes(cache, site))
    index = Index(catalog, portions, EarlierIndexes(cache, site), most=-(-catalog.operation_count // (NUMBER - 1)))
    index.complete(portion_by_hand(BY_HAND))
    assert index.made == (), "it has looked"
    next((site / FOLDER).glob("2/records/*")).write_bytes(b"x")
    (tmp_path / "again").mkdir()
    with pytest.raises(SearchError, match="changed while"):
        index.publish(tmp_path / "again")
