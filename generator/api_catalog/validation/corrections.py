"""Where a JSON Schema of OpenAPI as it is shipped differs from the specification, and what the specification says.

"If the JSON Schema differs from this section, then this section MUST be considered authoritative."
https://spec.openapis.org/oas/v3.2.0.html#objects-and-fields

A correction is a function with ``@correction``. It changes the schema of a version, or one of the schemas that it
refers to, in place: ``schemas`` are all of them by ``$id``, and "" is the schema of the version itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Schemas = dict[str, dict[str, Any]]
Change = Callable[[Schemas], None]
DIALECT = "dialect"  # the definition of what a Schema Object is if it does not say so itself

# JSON Schema's own dialects, which `$schema` may name with or without an empty fragment
JSON_SCHEMAS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
)
_OAS_DIALECT = r"^https://spec\.openapis\.org/oas/3\.[0-9]+/dialect/[^/]+$"
_FIELD_NAME = r"^[-!#$%&'*+.^_`|~0-9A-Za-z]+$"


@dataclass(frozen=True, slots=True)
class Correction:
    """``sentence`` of the specification, at ``section``, is what the schemas of ``versions`` do not say."""

    name: str
    versions: tuple[str, ...]
    section: str
    sentence: str
    change: Change


CORRECTIONS: list[Correction] = []


def correct(version: str, schemas: Schemas) -> None:
    """Makes the schemas of ``version`` say what the specification says."""
    for each in CORRECTIONS:
        if version in each.versions:
            each.change(schemas)


def correction(*versions: str, section: str, sentence: str) -> Callable[[Change], Change]:
    """Declares a correction."""

    def declare(change: Change) -> Change:
        CORRECTIONS.append(Correction(change.__name__, versions, section, sentence, change))
        return change

    return declare


@correction(
    "2.0",
    section="https://datatracker.ietf.org/doc/html/draft-pbryan-zyp-json-ref-03#section-3",
    sentence='Any members other than "$ref" in a JSON Reference object SHALL be ignored.',
)
def reference_beside_other_fields(schemas: Schemas) -> None:
    schemas[""]["definitions"]["jsonReference"].pop("additionalProperties", None)


@correction(
    "3.1",
    section="https://spec.openapis.org/oas/v3.1.2.html#reference-object",
    sentence="This object cannot be extended with additional properties, and any properties added SHALL be ignored.",
)
def reference_object_beside_other_fields(schemas: Schemas) -> None:
    schemas[""]["$defs"]["reference"].pop("unevaluatedProperties", None)


@correction(
    "3.0",
    section="https://spec.openapis.org/oas/v3.0.4.html#components-object",
    sentence="All the fixed fields declared above are objects that MUST use keys that match the regular expression: "
    r"^[a-zA-Z0-9\.\-_]+$.",
)
def names_of_components(schemas: Schemas) -> None:
    for section in schemas[""]["definitions"]["Components"]["properties"].values():
        section["additionalProperties"] = False


@correction(
    "3.2",
    section="https://spec.openapis.org/oas/v3.2.0.html#components-object",
    sentence="The header name has a constrained syntax, but the component name is not the header name (a test document "
    "of the specification, which is to pass; the rule component-name warns of such names).",
)
def names_of_header_components(schemas: Schemas) -> None:
    sections = schemas[""]["$defs"]["components"]["patternProperties"]
    for pattern in list(sections):
        sections[pattern.replace("headers|", "")] = sections.pop(pattern)


@correction(
    "3.0",
    section="https://spec.openapis.org/oas/v3.0.4.html#example-object",
    sentence="The value field and externalValue field are mutually exclusive.",
)
def value_or_external_value(schemas: Schemas) -> None:
    schemas[""]["definitions"]["Example"]["not"] = {"required": ["value", "externalValue"]}


@correction(
    "3.0",
    section="https://spec.openapis.org/oas/v3.0.4.html#link-object",
    sentence="A linked operation MUST be identified using either an operationRef or operationId.",
)
def link_without_operation(schemas: Schemas) -> None:
    schemas[""]["definitions"]["Link"]["anyOf"] = [{"required": ["operationRef"]}, {"required": ["operationId"]}]


@correction(
    "3.1",
    section="https://spec.openapis.org/oas/v3.1.2.html#parameter-object",
    sentence="The example and examples fields are mutually exclusive.",
)
def example_or_examples(schemas: Schemas) -> None:
    schemas[""]["$defs"]["examples"]["not"] = {"required": ["example", "examples"]}


@correction(
    "3.1",
    section="https://spec.openapis.org/oas/v3.1.2.html#link-object",
    sentence="server: A server object to be used by the target operation.",
)
def server_of_a_link(schemas: Schemas) -> None:
    link = schemas[""]["$defs"]["link"]
    link["properties"].pop("body", None)
    link["properties"]["server"] = {"$ref": "#/$defs/server"}


@correction(
    "3.1",
    "3.2",
    section="https://spec.openapis.org/oas/v3.1.2.html#link-object",
    sentence="the value can be a constant or an expression to be evaluated and passed to the linked operation",
)
def parameters_of_a_link(schemas: Schemas) -> None:
    schemas[""]["$defs"]["link"]["properties"]["parameters"] = {"type": "object"}


@correction(
    "3.1",
    section="https://spec.openapis.org/oas/v3.1.2.html#path-item-object",
    sentence="$ref: Allows for a referenced definition of this path item. In case a Path Item Object field appears "
    "both in the defined object and the referenced object, the behavior is undefined.",
)
def path_item_beside_a_reference(schemas: Schemas) -> None:
    definitions = schemas[""]["$defs"]
    definitions["path-item"]["properties"]["$ref"] = {"type": "string"}
    definitions["path-item-or-reference"] = {"$ref": "#/$defs/path-item"}


@correction(
    "3.1",
    "3.2",
    section="https://spec.openapis.org/oas/v3.1.2.html#callback-object",
    sentence="This object MAY be extended with Specification Extensions.",
)
def extensions_of_a_callback(schemas: Schemas) -> None:
    # additionalProperties looks at the patterns beside it, and not at those of the schema that is referred to
    schemas[""]["$defs"]["callbacks"]["patternProperties"] = {"^x-": True}


@correction(
    "3.1",
    "3.2",
    section="https://spec.openapis.org/oas/v3.1.2.html#parameter-object",
    sentence='If the parameter location is "path", this field is REQUIRED and its value MUST be true.',
)
def path_parameter_with_content(schemas: Schemas) -> None:
    parameter = schemas[""]["$defs"]["parameter"]
    is_path = {"properties": {"in": {"const": "path"}}, "required": ["in"]}
    always = {"properties": {"required": {"const": True}}, "required": ["required"]}
    parameter.setdefault("allOf", []).append({"if": is_path, "then": always})


@correction(
    "3.1",
    section="https://spec.openapis.org/oas/v3.1.2.html#parameter-object",
    sentence='If in is "path", the name field MUST correspond to a template expression occurring within the path '
    "field in the Paths Object.",
)
def name_of_a_path_parameter(schemas: Schemas) -> None:
    styles = schemas[""]["$defs"]["parameter"]["dependentSchemas"]["schema"]["$defs"]
    styles["styles-for-path"]["then"]["properties"]["name"] = {"pattern": "^[^{}]+$"}


@correction(
    "3.2",
    section="https://www.rfc-editor.org/rfc/rfc9110.html#section-5.1",
    sentence="field-name = token",
)
def names_of_headers(schemas: Schemas) -> None:
    definitions = schemas[""]["$defs"]
    is_header = {"properties": {"in": {"const": "header"}}, "required": ["in"]}
    definitions["parameter"]["allOf"].append(
        {"if": is_header, "then": {"properties": {"name": {"pattern": _FIELD_NAME}}}}
    )
    for holder in ("response", "encoding"):
        definitions[holder]["properties"]["headers"]["propertyNames"] = {"pattern": _FIELD_NAME}


@correction(
    "3.2",
    section="https://spec.openapis.org/oas/v3.2.0.html#discriminator-object",
    sentence="propertyName: REQUIRED. The name of the discriminating property in the payload that will hold the "
    "discriminating value.",
)
def property_of_a_discriminator(schemas: Schemas) -> None:
    for identifier, schema in schemas.items():
        if identifier.startswith("https://spec.openapis.org/oas/3.2/meta/"):
            schema["$defs"]["discriminator"]["required"] = ["propertyName"]


@correction(
    "3.1",
    "3.2",
    section="https://spec.openapis.org/oas/v3.1.2.html#specifying-schema-dialects",
    sentence="Tooling MUST support the OAS dialect schema id, and MAY support additional values of $schema.",
)
def dialects_of_schema_objects(schemas: Schemas) -> None:
    oas = {"$ref": next(identifier for identifier in schemas if "/dialect/" in identifier)}
    by_name: dict[str, Any] = oas
    for identifier in JSON_SCHEMAS:
        named = {"properties": {"$schema": {"enum": [identifier, f"{identifier}#"]}}}
        by_name = {"if": named, "then": {"$ref": identifier}, "else": by_name}
    names = [name for identifier in JSON_SCHEMAS for name in (identifier, f"{identifier}#")]
    known = {"type": "string", "anyOf": [{"pattern": _OAS_DIALECT}, {"enum": names}]}
    whole = schemas[""]
    whole["properties"]["jsonSchemaDialect"] = known
    whole["$defs"][DIALECT] = oas
    whole["$defs"]["schema"] = {
        "$dynamicAnchor": "meta",
        "type": ["object", "boolean"],
        "if": {"type": "object", "required": ["$schema"]},
        "then": {"properties": {"$schema": known}, **by_name},
        "else": {"$ref": f"#/$defs/{DIALECT}"},
    }
