"""Schemas as people read them: in words, parts merged, each named one drawn once, circles and depth bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from api_catalog.reference.keywords import MAX_ENUM
from api_catalog.reference.model import SchemaView
from api_catalog.reference.schemas import MAX_DEPTH, Schemas

PET = {"type": "object", "properties": {"id": {"type": "integer"}}}
NAMED: dict[str, Any] = {
    "Pet": PET,
    "Word": {"type": "string", "maxLength": 5, "description": "A word."},
    "Pets": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}},
    "Alias": {"$ref": "#/components/schemas/Word"},
    "a/b~c": PET,
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1")}


def _schemas(named: dict[str, Any] = NAMED, version: str = "3.1.1") -> Schemas:
    if version == "2.0":
        return Schemas({"swagger": version, "definitions": named})
    return Schemas({"openapi": version, "components": {"schemas": named}})


def _below(view: SchemaView) -> Iterator[SchemaView]:
    yield view
    for part in view.properties:
        yield from _below(part.schema)
    for group in view.groups:
        for schema in group.schemas:
            yield from _below(schema)


def _properties(view: SchemaView) -> dict[str, str]:
    return {part.name: part.schema.type for part in view.properties}


TYPES: list[tuple[Any, str]] = [
    (True, "any"),
    (False, "nothing"),
    ({}, "any"),
    (None, "any"),
    ([], "any"),
    ({"description": "Anything."}, "any"),
    ({"type": "string"}, "string"),
    ({"type": ["string", "integer"]}, "string or integer"),
    ({"type": ["string", "null"]}, "string or null"),
    ({"type": []}, "any"),
    ({"const": "x"}, 'always "x"'),
    ({"const": 5}, "always 5"),
    ({"enum": ["a", "b"]}, "string"),
    ({"properties": {"a": {}}}, "object"),
    ({"additionalProperties": {"type": "integer"}}, "map"),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, "map"),
    ({"type": "object", "additionalProperties": True}, "object"),
    ({"type": "object", "additionalProperties": {"type": "integer"}, "properties": {"a": {}}}, "object"),
    ({"type": "array"}, "array"),
    ({"items": {"type": "string"}}, "array of string"),
    ({"type": "array", "items": {}}, "array of any"),
    ({"type": "array", "items": {"type": "array", "items": {"type": "number"}}}, "array of array of number"),
    ({"type": ["array", "null"], "items": {"type": "string"}}, "array of string or null"),
    ({"type": "array", "items": _ref("Pet")}, "array of Pet"),
    ({"type": "array", "items": _ref("Word")}, "array of string"),
    ({"oneOf": [{"type": "string"}, {"type": "integer"}]}, "string or integer"),
    ({"anyOf": [_ref("Pet"), {"type": "null"}]}, "Pet or null"),
    ({"oneOf": [{"type": "array", "items": _ref("Pet")}, {"title": "Other"}]}, "array of Pet or Other"),
    ({"oneOf": [{"type": "string"}, {"type": "string", "format": "date"}]}, "string"),
    ({"oneOf": [_ref(name) for name in "abcde"]}, "one of 5"),
    (_ref("Pet"), "Pet"),
    (_ref("Word"), "string"),
    (_ref("Alias"), "string"),
    (_ref("a/b~c"), "a/b~c"),
    (_ref("Nowhere"), "any"),
    ({"allOf": [{"type": "integer"}, {"minimum": 1}]}, "integer"),
]


@pytest.mark.parametrize(("schema", "words"), TYPES)
def test_type_in_words(schema: Any, words: str) -> None:
    assert _schemas().view(schema).type == words


@pytest.mark.parametrize(
    ("version", "schema", "words"),
    [
        ("2.0", {"type": "string", "x-nullable": True}, "string or null"),
        ("3.0.4", {"type": "string", "nullable": True}, "string or null"),
        ("3.0.4", {"type": "string", "nullable": False}, "string"),
        ("3.0.4", {"type": "array", "items": {"type": "string"}, "nullable": True}, "array of string or null"),
        ("3.0.4", {"type": "array", "items": {"type": "string", "nullable": True}}, "array of string or null"),
        ("3.1.1", {"type": ["string", "null"]}, "string or null"),
        ("3.2.0", {"type": ["null", "object"]}, "null or object"),
    ],
)
def test_null_by_version(version: str, schema: dict[str, Any], words: str) -> None:
    assert _schemas(version=version).view(schema).type == words


@pytest.mark.parametrize(
    ("version", "description"),
    [("3.0.4", "A word."), ("3.1.1", "My word."), ("3.2.0", "My word.")],
)
def test_siblings_of_a_reference_count_from_3_1_on(version: str, description: str) -> None:
    view = _schemas(version=version).view({**_ref("Word"), "description": "My word."})
    assert view.description.striptags() == description


def test_siblings_of_a_reference_do_not_count_in_2_0() -> None:
    view = _schemas(version="2.0").view({"$ref": "#/definitions/Word", "description": "My word.", "type": "object"})
    assert (view.type, view.description.striptags()) == ("string", "A word.")


@pytest.mark.parametrize("drawn_before", [False, True])
def test_description_beside_a_reference_to_an_object(drawn_before: bool) -> None:
    schemas = _schemas()
    if drawn_before:
        schemas.view(_ref("Pet"))
    assert schemas.view({**_ref("Pet"), "description": "Mine."}).description.striptags() == "Mine."


def test_all_of_is_written_together() -> None:
    view = _schemas().view(
        {
            "description": "Both.",
            "required": ["id"],
            "properties": {"own": {"type": "string"}, "id": {"type": "string"}},
            "allOf": [
                _ref("Pet"),
                {"required": ["name"], "properties": {"name": {"type": "string"}}, "description": "Not this."},
                {"allOf": [{"type": "object", "properties": {"deep": {"type": "boolean"}}}]},
            ],
        }
    )
    assert view.type == "object"
    assert view.description.striptags() == "Both. Not this."
    assert _properties(view) == {"id": "string", "name": "string", "deep": "boolean", "own": "string"}
    assert {part.name for part in view.properties if part.required} == {"id", "name"}


def test_all_of_with_one_name_is_called_so() -> None:
    view = _schemas({"Base": {"description": "Base."}}).view({"allOf": [_ref("Base")]})
    assert (view.type, view.description.striptags()) == ("Base", "Base.")


@pytest.mark.parametrize("version", ["2.0", "3.0.4", "3.1.1"])
def test_words_around_a_reference_win(version: str) -> None:
    """The idiom of 3.0, where ``$ref`` hides its siblings."""
    base = "#/definitions/" if version == "2.0" else "#/components/schemas/"
    schema = {"description": "Mine.", "readOnly": True, "allOf": [{"$ref": base + "Pet"}]}
    view = _schemas(version=version).view(schema)
    assert (view.type, view.name, _properties(view)) == ("Pet", "Pet", {"id": "integer"})
    assert (view.description.striptags(), view.marks) == ("Mine.", ("only in answers",))


def test_choices_are_groups() -> None:
    choice = [{"title": "A", "type": "object", "properties": {"x": {}}}, _ref("Pet")]
    view = _schemas().view({"oneOf": choice, "anyOf": [{"type": "string"}, {"type": "integer"}], "not": _ref("Word")})
    assert [group.label for group in view.groups] == ["one of", "any of", "not"]
    one, any_of, none = view.groups
    assert [schema.name for schema in one.schemas] == ["A", "Pet"]
    assert [schema.type for schema in any_of.schemas] == ["string", "integer"]
    assert [schema.type for schema in none.schemas] == ["string"]


def test_other_parts_are_groups() -> None:
    view = _schemas().view(
        {
            "if": {"required": ["a"]},
            "then": {"required": ["b"]},
            "else": False,
            "prefixItems": [{"type": "string"}, {"type": "integer"}],
            "patternProperties": {"^x-": {"type": "string"}},
            "additionalProperties": _ref("Pet"),
        }
    )
    assert {group.label: [schema.type for schema in group.schemas] for group in view.groups} == {
        "if it is": ["any"],
        "then": ["any"],
        "otherwise": ["nothing"],
        "items in order": ["string", "integer"],
        "properties matching ^x-": ["string"],
        "each further property": ["Pet"],
    }


def test_choice_of_one_small_schema_is_no_group() -> None:
    view = _schemas().view({"oneOf": [{"type": "string"}]})
    assert (view.type, view.groups) == ("string", ())


def test_array_stands_for_its_items() -> None:
    items = {"type": "string", "maxLength": 5, "description": "A word.", "example": "x"}
    view = _schemas().view({"type": "array", "items": items, "minItems": 1, "default": ["a"]})
    assert view.constraints == ("at least 1 item", "each at most 5 characters")
    assert (view.default, view.examples, view.description.striptags()) == ('["a"]', ('"x"',), "A word.")
    objects = _schemas().view({"type": "array", "items": PET, "description": "Pets.", "readOnly": True})
    assert _properties(objects) == {"id": "integer"}
    assert (objects.description.striptags(), objects.marks) == ("Pets.", ("only in answers",))


def test_details() -> None:
    schema = {
        "type": "string",
        "enum": ["a", None, 1],
        "default": "a",
        "examples": ["b", "c"],
        "deprecated": True,
        "writeOnly": True,
        "description": "Some *text*.",
    }
    view = _schemas().view(schema)
    assert view.enum == ("a", "null", "1")
    assert (view.default, view.examples) == ('"a"', ('"b"', '"c"'))
    assert (view.deprecated, view.marks) == (True, ("only in requests",))
    assert str(view.description).strip() == "<p>Some <em>text</em>.</p>"
    assert _schemas().view({"example": {"a": 1}}).examples == ('{"a": 1}',)


@pytest.mark.parametrize(
    ("number", "shown", "last"), [(MAX_ENUM, MAX_ENUM, "999"), (5_000, MAX_ENUM + 1, "… and 4,000 more")]
)
def test_long_enum_is_cut(number: int, shown: int, last: str) -> None:
    view = _schemas().view({"enum": [str(value) for value in range(number)]})
    assert len(view.enum) == shown
    assert view.enum[-1] == last


@pytest.mark.parametrize("key", ["default", "example"])
def test_long_values_are_cut(key: str) -> None:
    view = _schemas().view({"type": "string", key: "x" * 1_000})
    assert len(view.default + "".join(view.examples)) == 120


@pytest.mark.parametrize("name", ["\u202ePet", "P\0et", "P\x1bet"])
def test_names_are_clean(name: str) -> None:
    view = _schemas({name: {"type": "object", "properties": {name: {}, "x": {}}}}).view(_ref(name))
    assert view.name == "Pet"
    assert list(_properties(view)) == ["Pet", "x"]


def test_named_schema_is_drawn_once_and_linked() -> None:
    schemas = _schemas()
    first, second = schemas.view(_ref("Pet")), schemas.view(_ref("Pet"))
    assert (first.anchor, first.link, _properties(first)) == ("schema-pet", "", {"id": "integer"})
    assert (second.anchor, second.link, second.properties) == ("", "schema-pet", ())
    assert (second.type, second.name, second.recursive) == ("Pet", "Pet", False)


def test_small_named_schema_is_repeated() -> None:
    schemas = _schemas()
    for view in (schemas.view(_ref("Word")), schemas.view(_ref("Word"))):
        assert (view.type, view.constraints, view.link, view.anchor) == ("string", ("at most 5 characters",), "", "")


def test_names_that_look_alike_have_different_anchors() -> None:
    names = ["Pet", "pet", "P.et", "p-et", "PET", "a/b~c"]
    schemas = _schemas(dict.fromkeys(names, PET))
    anchors = [schemas.view(_ref(name)).anchor for name in names]
    assert all(anchors)
    assert len(set(anchors)) == len(names)


CIRCLES: dict[str, tuple[dict[str, Any], str]] = {
    "a property": ({"A": {"properties": {"a": _ref("A")}}}, "schema-a"),
    "items": ({"A": {"properties": {"a": {"type": "array", "items": _ref("A")}}}}, "schema-a"),
    "two schemas": ({"A": {"properties": {"b": _ref("B")}}, "B": {"properties": {"a": _ref("A")}}}, "schema-a"),
    "a choice": ({"A": {"oneOf": [_ref("A"), {"type": "string"}]}}, "schema-a"),
    "a further property": ({"A": {"additionalProperties": _ref("A")}}, "schema-a"),
    "an array of itself": ({"A": {"type": "array", "items": _ref("A")}}, "schema-a"),
    "not": ({"A": {"not": _ref("A")}}, "schema-a"),
}


@pytest.mark.parametrize(("named", "link"), CIRCLES.values(), ids=CIRCLES)
def test_circle_is_marked_and_linked(named: dict[str, Any], link: str) -> None:
    views = list(_below(_schemas(named).view(_ref("A"))))
    assert views[0].anchor == link
    if len(views) == 1:
        assert views[0].type == "array of A"
    else:
        assert [(view.link, view.recursive) for view in views if view.link] == [(link, True)]


@pytest.mark.parametrize(
    "named",
    [
        {"A": _ref("A")},
        {"A": _ref("B"), "B": _ref("A")},
        {"A": {"allOf": [_ref("A")]}},
        {"A": {"allOf": [_ref("B")]}, "B": {"allOf": [_ref("A")]}},
        {"A": {"allOf": [_ref("B"), PET]}, "B": {"allOf": [_ref("C"), PET]}, "C": {"allOf": [_ref("B"), PET]}},
    ],
)
def test_circle_with_nothing_in_it_ends(named: dict[str, Any]) -> None:
    assert list(_below(_schemas(named).view(_ref("A"))))


def test_chain_of_named_schemas_is_cut_and_drawn_at_the_end() -> None:
    chain = {f"N{number}": {"properties": {"next": _ref(f"N{number + 1}")}} for number in range(20)}
    schemas = _schemas({**chain, "N20": PET})
    first = list(_below(schemas.view(_ref("N0"))))
    assert len(first) == MAX_DEPTH + 1
    assert first[-1].link == "schema-n6"
    rest = schemas.leftover()
    drawn = [view.anchor for view in first if view.anchor]
    drawn += [below.anchor for view in rest for below in _below(view) if below.anchor]
    assert sorted(drawn) == sorted(f"schema-n{number}" for number in range(21))
    links = {below.link for view in (*first, *rest) for below in _below(view) if below.link}
    assert links <= set(drawn)
    assert schemas.leftover() == ()


def test_wide_schemas_do_not_explode() -> None:
    """Eight levels of twenty properties: 20^8 places, 8 drawings."""
    named = {
        f"L{level}": {"properties": {f"p{number}": _ref(f"L{level + 1}") for number in range(20)}} for level in range(8)
    }
    schemas = _schemas({**named, "L8": PET})
    views = [below for view in (schemas.view(_ref("L0")), *schemas.leftover()) for below in _below(view)]
    assert len(views) < 200
    assert len([view for view in views if view.anchor]) == 9


def test_parts_of_parts_do_not_explode() -> None:
    named = {f"L{level}": {"allOf": [_ref(f"L{level + 1}"), _ref(f"L{level + 1}"), PET]} for level in range(40)}
    view = _schemas({**named, "L40": PET}).view(_ref("L0"))
    assert _properties(view) == {"id": "integer"}


def test_inline_schemas_of_the_deepest_readable_file_are_drawn() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(95):
        schema = {"type": "object", "properties": {"x": {"type": "array", "items": schema}}}
    assert len(list(_below(_schemas().view(schema)))) == 96


def test_a_reference_with_siblings_is_read_by_its_version() -> None:
    schema = {**_ref("Pet"), "description": "Mine.", "properties": {"name": {"type": "string"}}, "deprecated": True}
    new = _schemas().view(schema)
    assert _properties(new) == {"id": "integer", "name": "string"}
    assert (new.description.striptags(), new.deprecated) == ("Mine.", True)
    old = _schemas(version="3.0.4").view(schema)
    assert _properties(old) == {"id": "integer"}
    assert (old.description.striptags(), old.deprecated) == ("", False)


def test_an_array_with_more_than_items_shows_all() -> None:
    schema = {"type": "array", "items": {"type": "integer"}, "properties": {"length": {}}, "contains": {"const": 1}}
    view = _schemas().view(schema)
    assert (view.type, _properties(view)) == ("array", {"length": "any"})
    assert [(group.label, group.schemas[0].type) for group in view.groups] == [
        ("contains", "always 1"),
        ("each item", "integer"),
    ]


def test_a_property_that_two_parts_describe_says_both() -> None:
    parts = [
        {"properties": {"a": {"description": "One."}, "b": _ref("Pet")}},
        {"properties": {"a": {"description": "Two.", "type": "string"}, "b": {"description": "Mine."}}},
    ]
    a, b = _schemas().view({"allOf": parts}).properties
    assert (a.schema.type, a.schema.description.striptags()) == ("string", "One. Two.")
    assert (b.schema.name, b.schema.description.striptags()) == ("Pet", "Mine.")


def test_a_part_keeps_its_discriminator_to_itself() -> None:
    named = {
        "Base": {
            "discriminator": {"propertyName": "kind", "mapping": {"c": "#/components/schemas/Cat"}},
            "properties": {"kind": {}},
        },
        "Cat": {"allOf": [_ref("Base"), {"properties": {"lives": {}}}]},
    }
    schemas = _schemas(named)
    assert schemas.view(_ref("Cat")).discriminator == ""
    assert schemas.view(_ref("Base")).discriminator == "kind tells which one it is: c = Cat"


@pytest.mark.parametrize(
    ("extension", "meanings"),
    [
        ({}, ()),
        ({"x-enum-descriptions": ["First", "Second"]}, ("First", "Second")),
        ({"x-enum-descriptions": ["First"]}, ("First", "")),
        ({"x-enumDescriptions": {"b": "Second"}}, ("", "Second")),
        ({"x-enum-varnames": ["A", "B"]}, ("A", "B")),
        ({"x-ms-enum": {"values": [{"value": "a", "description": "First"}, {"value": "b"}]}}, ("First", "")),
        ({"x-ms-enum": {"name": "Letters"}}, ()),
    ],
)
def test_what_values_stand_for(extension: dict[str, Any], meanings: tuple[str, ...]) -> None:
    assert _schemas().view({"enum": ["a", "b"], **extension}).meanings == meanings
