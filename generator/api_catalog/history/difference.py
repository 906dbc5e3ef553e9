"""Two states of an API → what differs, each with its impact and the reason.

Nothing that differs goes unsaid: what no rule speaks of is told as one editorial difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api_catalog.catalog.revisions import Difference
from api_catalog.documents.reading import mapping, text
from api_catalog.history.findings import Found, Place, gone_and_new, merged, shown
from api_catalog.history.operations import OperationComparison
from api_catalog.history.records import record_differences
from api_catalog.history.schemas import SchemaComparison
from api_catalog.history.values import key_of, same

_INFO = ("summary", "description", "termsOfService", "contact", "license")
_TOP_WORDS = ("tags", "externalDocs")


def differences(before: Any, after: Any, old_record: Any = None, new_record: Any = None) -> list[Difference]:
    """What differs between two descriptions and their records, the worst first. References are those inside them."""
    found = [*description_differences(mapping(before), mapping(after))]
    return merged([*found, *record_differences(mapping(old_record), mapping(new_record))])


def description_differences(before: dict[str, Any], after: dict[str, Any]) -> list[Found]:
    if before is after or key_of(before) == key_of(after):
        return []
    schemas = SchemaComparison(before, after)
    operations = OperationComparison(before, after, schemas)
    found = operations.differences()
    found += schemas.differences(operations.roots)
    found += _unused(before, after, schemas)
    found += _about(before, after)
    return found or [_other(before, after)]


def _about(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Found]:
    one, other = mapping(before.get("info")), mapping(after.get("info"))
    for key, rule in (("title", "title-changed"), ("version", "version-changed")):
        if not same(one.get(key), other.get(key)):
            message = f"The {key} was {shown(text(one.get(key)))} and is {shown(text(other.get(key)))}."
            yield Found(rule, Place(("info", key)), message)
    versions = [text(each.get("openapi", each.get("swagger"))) for each in (before, after)]
    if versions[0] != versions[1]:
        message = f"The description was OpenAPI {shown(versions[0])} and is {shown(versions[1])}."
        yield Found("openapi-changed", Place(("openapi",)), message)
    for key in _INFO:
        if not same(one.get(key), other.get(key)):
            rule = "description-changed" if key == "description" else "info-changed"
            yield Found(rule, Place(("info", key), "about"), f"The {key} changed.")
    for key in _TOP_WORDS:
        if not same(before.get(key), after.get(key)):
            yield Found("info-changed", Place((key,), "about"), f"What it says under {key} changed.")
    for holder, was, now in (("info", one, other), ("", before, after)):
        for key in sorted(key for key in {*was, *now} if key.startswith("x-")):
            if not same(was.get(key), now.get(key)):
                place = Place((holder, key) if holder else (key,), "about")
                yield Found("extension-changed", place, f"`{shown(key)}` changed.")


def _unused(before: dict[str, Any], after: dict[str, Any], schemas: SchemaComparison) -> Iterator[Found]:
    """Named schemas that no operation leads to."""
    reached = schemas.reached()
    base, one = _named(before)
    new_base, other = _named(after)
    referred = schemas.referred()
    gone, added = gone_and_new(one, other)
    for verb, names in (("removed", gone), ("added", added)):
        for name in names:
            if f"#/{'/'.join(base if verb == 'removed' else new_base)}/{name}" not in referred:
                place = Place((*(base if verb == "removed" else new_base), name))
                yield Found("unused-schema-changed", place, f"Schema `{shown(name)}`, which nothing uses, {verb}.")
    for name, value in other.items():
        pointer = (*new_base, name)
        if name in one and pointer not in reached and not same(one[name], value):
            message = f"Schema `{shown(name)}`, which no operation uses, changed."
            yield Found("unused-schema-changed", Place(pointer), message)


def _named(description: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    if "swagger" in description:
        return ("definitions",), mapping(description.get("definitions"))
    return ("components", "schemas"), mapping(mapping(description.get("components")).get("schemas"))


def _other(before: dict[str, Any], after: dict[str, Any]) -> Found:
    pointer = tuple(_way_to_first(before, after))
    words = "/".join(str(step) for step in pointer[:6])
    return Found("other-changed", Place(pointer), f"Something else changed, first at {shown(words) or 'the top'}.")


def _way_to_first(one: Any, other: Any) -> Iterator[Any]:
    """The keys on the way to the first place where two values differ."""
    while True:
        if isinstance(one, dict) and isinstance(other, dict):
            step: Any = next(
                (key for key in {**one, **other} if not same(one.get(key, ...), other.get(key, ...))), None
            )
            if step is None:
                return
            one, other = one.get(step), other.get(step)
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            step = next((at for at, pair in enumerate(zip(one, other, strict=True)) if not same(*pair)), -1)
            if step == -1:
                return
            one, other = one[step], other[step]
        else:
            return
        yield step
