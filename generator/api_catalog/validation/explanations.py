"""What to say of mistakes that have a reason of their own: fields of other versions of OpenAPI, and special places.

Only data; ``wording`` looks here before it words an error by its kind.
"""

from __future__ import annotations

_IN_SCHEMA = "Since OpenAPI 3.0 it stands below `schema:`."
_IN_COMPONENTS = "Since OpenAPI 3.0 it stands below `components:`."
_IN_SERVERS = "Since OpenAPI 3.0 it is part of the URLs of `servers:`."
_IN_CONTENT = "Since OpenAPI 3.0 media types are the keys of `content:`."
_SINCE_3_0 = "Swagger 2.0 does not have it; OpenAPI 3.0 has."
_SINCE_3_1 = "OpenAPI 3.0 does not have it; OpenAPI 3.1 has."
_BASIC = "Since OpenAPI 3.0 it is `type: http` with `scheme: basic`."
_SINCE_3_2 = "OpenAPI 3.2 has it; this description is of an earlier version."
_SCHEMA_3_1 = (
    "$schema", "$id", "$defs", "$comment", "$anchor", "const", "examples", "if", "then", "else", "prefixItems",
    "contains", "minContains", "maxContains", "propertyNames", "patternProperties", "dependentSchemas",
    "dependentRequired", "unevaluatedItems", "unevaluatedProperties", "contentEncoding", "contentMediaType",
    "contentSchema",
)  # fmt: skip
_PARAMETER_2_0 = (
    "type", "format", "items", "enum", "default", "collectionFormat", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "multipleOf",
)  # fmt: skip

# (version, whole or major or any, object) → field that is unknown there → what to do about it
OTHER_VERSIONS: dict[tuple[str, str], dict[str, str]] = {
    ("2.0", "Swagger Object"): {
        "servers": "In Swagger 2.0 write `host:`, `basePath:` and `schemes:`.",
        "components": "In Swagger 2.0 write `definitions:`, `parameters:`, `responses:` and `securityDefinitions:`.",
        "webhooks": "Swagger 2.0 does not have it; OpenAPI 3.1 has.",
    },
    ("2.0", "Operation Object"): {
        "requestBody": "In Swagger 2.0 the body is a parameter with `in: body`.",
        "servers": "Swagger 2.0 has one `host:` for all operations.",
        "callbacks": _SINCE_3_0,
    },
    ("2.0", "Parameter Object"): {
        "schema": "In Swagger 2.0 only `in: body` has a schema; write `type:` here.",
        "type": "In Swagger 2.0 a body has a `schema:`, and its type stands there.",
        "style": "In Swagger 2.0 write `collectionFormat:`.",
        "explode": "In Swagger 2.0 write `collectionFormat: multi`.",
        "content": _SINCE_3_0,
        "example": _SINCE_3_0,
        "examples": _SINCE_3_0,
        "deprecated": _SINCE_3_0,
    },
    ("2.0", "Response Object"): {
        "content": "In Swagger 2.0 write `schema:` here, and the media types in `produces:`.",
        "links": _SINCE_3_0,
    },
    ("2.0", "Header Object"): {"schema": "In Swagger 2.0 write `type:` here."},
    ("2.0", "Schema Object"): {
        **dict.fromkeys(_SCHEMA_3_1, "Swagger 2.0 does not have it; OpenAPI 3.1 has."),
        **dict.fromkeys(("oneOf", "anyOf", "not", "nullable", "writeOnly", "deprecated"), _SINCE_3_0),
    },
    ("3", "OpenAPI Object"): {
        **dict.fromkeys(("host", "basePath", "schemes"), _IN_SERVERS),
        **dict.fromkeys(("parameters", "responses"), _IN_COMPONENTS),
        **dict.fromkeys(("consumes", "produces"), _IN_CONTENT),
        "definitions": "Since OpenAPI 3.0 it is `schemas:` below `components:`.",
        "securityDefinitions": "Since OpenAPI 3.0 it is `securitySchemes:` below `components:`.",
    },
    ("3.0", "OpenAPI Object"): {"webhooks": _SINCE_3_1, "jsonSchemaDialect": _SINCE_3_1},
    ("3.0", "Info Object"): {"summary": _SINCE_3_1},
    ("3.0", "License Object"): {"identifier": _SINCE_3_1},
    ("3.0", "Components Object"): {"pathItems": _SINCE_3_1, "mediaTypes": _SINCE_3_2},
    ("3.1", "Components Object"): {"mediaTypes": _SINCE_3_2},
    ("3", "Operation Object"): {
        **dict.fromkeys(("consumes", "produces"), _IN_CONTENT),
        "schemes": _IN_SERVERS,
    },
    ("3", "Path Item Object"): dict.fromkeys(("query", "additionalOperations"), _SINCE_3_2),
    ("3", "Parameter Object"): dict.fromkeys(_PARAMETER_2_0, _IN_SCHEMA),
    ("3", "Header Object"): {**dict.fromkeys(_PARAMETER_2_0, _IN_SCHEMA), "name": "The key above is its name."},
    ("3", "Response Object"): {"schema": "Since OpenAPI 3.0 it stands below `content:` and a media type."},
    ("3", "Tag Object"): dict.fromkeys(("summary", "parent", "kind"), _SINCE_3_2),
    ("3", "Server Object"): {"name": _SINCE_3_2},
    ("3.0", "Schema Object"): dict.fromkeys(_SCHEMA_3_1, _SINCE_3_1),
    ("3.0", "Security Scheme Object"): {"in": "It goes with `type: apiKey`."},
}

# (version, whole or major or any, "object: field") → value that is not allowed there → what to do about it
OTHER_VALUES: dict[tuple[str, str], dict[str, str]] = {
    ("3", "Parameter Object: in"): {
        "body": "Since OpenAPI 3.0 a body is the `requestBody:` of an operation.",
        "formData": "Since OpenAPI 3.0 a form is the `requestBody:` of an operation.",
    },
    ("3.0", "Security Scheme Object: type"): {"basic": _BASIC, "mutualTLS": _SINCE_3_1},
    ("3", "Security Scheme Object: type"): {"basic": _BASIC, "bearer": "Write `type: http` and `scheme: bearer`."},
    ("2.0", "Security Scheme Object: type"): {"http": "In Swagger 2.0 write `type: basic`."},
    ("2.0", "Schema Object: type"): {"file": "In Swagger 2.0 only a response or a form parameter is a file."},
    ("3.0", "Schema Object: type"): {"null": "In OpenAPI 3.0 write `nullable: true` beside another type."},
    ("3", "Schema Object: type"): {"file": "Since OpenAPI 3.0 a file has no schema, or is text in some encoding."},
    **{
        ("", f"{kind}: type"): {
            **dict.fromkeys(("int", "int32", "int64", "long"), "Did you mean integer?"),
            **dict.fromkeys(("float", "double", "decimal"), "Did you mean number?"),
            **dict.fromkeys(("str", "text", "uuid", "uri", "enum", "binary", "byte"), "Did you mean string?"),
            **dict.fromkeys(("date", "datetime", "date-time", "time"), "A date is `type: string` with a `format:`."),
            "bool": "Did you mean boolean?",
            "list": "Did you mean array?",
            **dict.fromkeys(("map", "dict", "hash", "json"), "Did you mean object?"),
            "any": "Leave out the type to allow any.",
        }
        for kind in ("Schema Object", "Parameter Object", "Items Object", "Header Object")
    },
}

# (object, field, kind of error) → message and hint; {name} and {value} are filled in
PLACES: dict[tuple[str, str, str], tuple[str, str]] = {
    ("OpenAPI Object", "openapi", "type"): (
        "`openapi` is {value}, and must be text",
        "Write three numbers, as in openapi: 3.1.1.",
    ),
    ("OpenAPI Object", "openapi", "form"): (
        "`openapi` is no version of OpenAPI: {value}",
        "Write three numbers, as in openapi: 3.1.1.",
    ),
    ("Swagger Object", "swagger", "type"): (
        "`swagger` is {value}, and must be text",
        'Write swagger: "2.0", in quotes.',
    ),
    ("OpenAPI Object", "$self", "form"): ("`$self` has a fragment: {value}", "Remove `#` and what follows."),
    ("OpenAPI Object", "jsonSchemaDialect", "choice"): (
        "the dialect {value} of JSON Schema is not known here, so schemas in it cannot be checked",
        "Remove it to write schemas in OpenAPI's own dialect, or name a draft of json-schema.org.",
    ),
    ("Schema Object", "$schema", "choice"): (
        "the dialect {value} of JSON Schema is not known here, so this schema cannot be checked",
        "Remove it to write the schema in OpenAPI's own dialect, or name a draft of json-schema.org.",
    ),
    ("Paths Object", "", "unknown"): ("the path `{name}` does not start with /", "Write `/{name}:`."),
    ("Responses Object", "", "unknown"): (
        "`{name}` is no status code",
        "Write a code such as 200, a range such as 4XX (since OpenAPI 3.0), or default.",
    ),
    ("Responses Object", "", "few"): ("no response is described", "Describe at least what a success returns."),
    ("Responses Object", "default", "missing"): (
        "no response is described",
        "Describe at least what a success returns.",
    ),
    ("Responses Object", "", "not"): ("no response is described", "Describe at least what a success returns."),
    ("Components Object", "", "name"): (
        "`{name}` cannot be the name of a component",
        "Use only letters, digits, `.`, `-` and `_`.",
    ),
    ("Response Object", "", "name"): ("`{name}` cannot be the name of a header", "Use only letters, digits and `-`."),
    ("Encoding Object", "", "name"): ("`{name}` cannot be the name of a header", "Use only letters, digits and `-`."),
    ("Path Item Object", "", "name"): (
        "`{name}` cannot be one of the additional operations",
        "Standard methods are fields of the path item, as in `get:`; others are one word.",
    ),
    ("Parameter Object", "name", "form"): (
        "{value} cannot be the name of this parameter",
        "A path parameter has the name in the braces of the path; a header has only letters, digits and `-`.",
    ),
    ("Parameter Object", "required", "missing"): (
        "`required` is missing in a path parameter",
        "Add `required: true`; a path has all its parts.",
    ),
    ("Parameter Object", "required", "value"): (
        "`required` must be true for a path parameter",
        "Write `required: true`; a path has all its parts.",
    ),
    ("Parameter Object", "", "not"): (
        "a `querystring` parameter cannot stand beside `query` parameters",
        "Describe the whole query string in one of the two ways.",
    ),
    ("Parameter Object", "", "many"): (
        "more than one `querystring` parameter",
        "Describe the whole query string in one.",
    ),
    ("Security Scheme Object", "bearerFormat", "never"): (
        "`bearerFormat` is not allowed here",
        "It goes with `scheme: bearer`.",
    ),
    ("Schema Object", "type", "type"): (
        "`type` must be one type, not {value}",
        "OpenAPI 3.1 has lists of types; before, write `nullable: true` (3.0) or leave it out.",
    ),
    ("Schema Object", "exclusiveMinimum", "type"): (
        "`exclusiveMinimum` cannot be {value}",
        "Since OpenAPI 3.1 it is the limit itself, a number; before, true or false beside `minimum`.",
    ),
    ("Schema Object", "exclusiveMaximum", "type"): (
        "`exclusiveMaximum` cannot be {value}",
        "Since OpenAPI 3.1 it is the limit itself, a number; before, true or false beside `maximum`.",
    ),
    ("Schema Object", "required", "type"): (
        "`required` must be a list of properties, not {value}",
        "Write it beside `properties:`, as in required: [id, name].",
    ),
    ("Schema Object", "examples", "type"): (
        "`examples` of a schema must be a list, not {value}",
        "Write a list of values; examples with names belong to a media type or a parameter.",
    ),
}
