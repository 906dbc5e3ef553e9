"""Measures `api-catalog suggest-tags` on descriptions that people have tagged, with the tags hidden.

    python benchmarks/suggestions.py            the curated catalog, and descriptions by others if they were fetched
    python benchmarks/suggestions.py --check    ends with 1 if the promise below is not kept
    python benchmarks/suggestions.py --misses   names the operations without a right task tag among the first three

The promise: for predictions, which are the operations with one of the tags that `required-with` of a kind names in
specs/catalog.yml, one of the curated tags of that kind is among the first three in at least 80 % of cases.

Nothing in the program is learned from tagged operations: words are compared with the vocabulary alone. So the figure
of each provider is also what it would be if this provider were not in the catalog. Its few constants were chosen with
the curated catalog in sight, though; operations that were not in sight are in suggestions.yml beside this file.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import api_catalog
import yaml
from api_catalog.catalog import Api, Catalog, catalog_of
from api_catalog.catalog.apis import api_of
from api_catalog.documents import ApiFiles, Bundle, Document
from api_catalog.documents.document import parse
from api_catalog.suggestions import Suggester, Suggestion

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / ".corpus" / "package" / "api"
sys.path.insert(0, str(ROOT / "tests" / "corpus"))
fetch: Callable[[], str] = importlib.import_module("fetch").fetch

PROMISE = 0.8


@dataclass(slots=True)
class Count:
    """How often the first, and one of the first three, was right; ``misses`` are the others, in words."""

    of: int = 0
    first: int = 0
    three: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, name: str, right: set[str], proposed: list[str]) -> None:
        self.of += 1
        self.first += bool(right & set(proposed[:1]))
        self.three += bool(right & set(proposed[:3]))
        if not right & set(proposed[:3]):
            self.misses.append(f"{name}: {', '.join(sorted(right))}; not {', '.join(proposed) or 'anything'}")

    def __str__(self) -> str:
        if not self.of:
            return "none"
        three, first = self.three / self.of, self.first / self.of
        return f"{self.three} of {self.of} among the first three ({three:.1%}), the first {first:.1%}"


@dataclass(slots=True)
class Patch:
    """What the patch adds: tags that people gave too, tags that they did not give, and tags of theirs it lacks."""

    right: int = 0
    wrong: int = 0
    absent: int = 0

    def add(self, given: set[str], added: set[str]) -> None:
        self.right += len(given & added)
        self.wrong += len(added - given)
        self.absent += len(given - added)

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.absent)
        return f"{self.right + self.wrong} added, {precision:.1%} of them right; {recall:.1%} of the right ones"


def hidden(api: Api) -> Api:
    """The API without the tags of its operations."""
    return replace(api, operations=tuple(replace(operation, tags=()) for operation in api.operations))


def of_kind(suggestion: Suggestion, kind: str) -> list[str]:
    return [candidate.tag for candidate in suggestion.candidates if candidate.kind == kind]


def curated(catalog: Catalog, suggester: Suggester) -> tuple[dict[str, Count], dict[str, Count], dict[str, Patch]]:
    """Counts by kind that is decided on by another, or needed by all; the former by provider; patches by kind."""
    kinds, providers = defaultdict[str, Count](Count), defaultdict[str, Count](Count)
    patches = defaultdict[str, Patch](Patch)
    for api in catalog.apis:
        for operation, suggestion in zip(api.operations, suggester.suggest(hidden(api)), strict=True):
            name = f"{api.id} {operation.operation_id}"
            for kind in catalog.settings.kinds:
                given = {tag for tag in operation.tags if catalog.tags[tag].kind == kind.name}
                added = {tag for tag in suggestion.added if catalog.tags[tag].kind == kind.name}
                patches[kind.name].add(given, added)
                if kind.minimum and (not kind.required_with or set(kind.required_with) & set(operation.tags)):
                    kinds[kind.name].add(name, given, of_kind(suggestion, kind.name))
                    if kind.required_with:
                        providers[api.provider].add(name, given, of_kind(suggestion, kind.name))
    return kinds, providers, patches


def others(suggester: Suggester, kind: str) -> Count:
    """The operations of suggestions.yml, read from the corpus."""
    count = Count()
    wanted = yaml.safe_load((ROOT / "benchmarks" / "suggestions.yml").read_text("utf-8"))
    for path, operations in wanted.items():
        for operation_id, suggestion in suggested(suggester, path):
            if operation_id in operations:
                count.add(f"{path} {operation_id}", set(operations[operation_id]), of_kind(suggestion, kind))
    return count


def suggested(suggester: Suggester, path: str) -> Iterator[tuple[str, Suggestion]]:
    data = (CORPUS / path).read_bytes()
    document = Document(path, path, data, parse(data, path))
    api = api_of(ApiFiles((path.removesuffix(".json"),), document, Bundle(document.value, (), ())))
    for operation, suggestion in zip(api.operations, suggester.suggest(hidden(api)), strict=True):
        yield operation.operation_id, suggestion


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    catalog, _ = catalog_of(api_catalog.load(ROOT / "specs"))
    suggester = Suggester(catalog)
    kinds, providers, patches = curated(catalog, suggester)
    promised = next(kind.name for kind in catalog.settings.kinds if kind.required_with)
    print(
        f"Curated: {len(catalog.apis)} APIs, {sum(len(api.operations) for api in catalog.apis)} operations, tags hidden"
    )
    for name, count in kinds.items():
        print(f"  {name:10} {count}")
    for name, count in sorted(providers.items()):
        print(f"    {promised} of {name}: {count}")
    for name, patch in patches.items():
        if patch.right + patch.wrong:
            print(f"  patch, {name:10} {patch}")
    misses = kinds[promised].misses
    if trouble := fetch():
        print(f"By others: not measured: {trouble}")
    else:
        count = others(suggester, promised)
        misses += count.misses
        print(f"By others, not seen while it was made:\n  {promised:10} {count}")
    if arguments.misses:
        print("\n".join(["Misses:", *(f"  {miss}" for miss in misses)]))
    kept = kinds[promised].three >= PROMISE * kinds[promised].of
    print(f"Promise of {PROMISE:.0%} for {promised}: {'kept' if kept else 'NOT KEPT'}")
    return int(arguments.check and not kept)


if __name__ == "__main__":
    sys.exit(main())
