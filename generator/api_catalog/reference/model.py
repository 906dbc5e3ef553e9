"""What the templates of a reference draw. Every text is plain (escaped by the template) unless it is ``Markup``."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from api_catalog.catalog import Operation


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A schema: its type and bounds in words, and what is in it.

    ``link`` is the id of the place where this named schema is drawn, when that is not here; ``anchor`` is its id when
    it is here, ``other_anchors`` are those of arrays of it. ``recursive`` says that the schema contains itself.
    ``description`` is what is said at this place, ``further`` what the named schema says of itself beyond that.
    """

    type: str
    name: str = ""
    link: str = ""
    anchor: str = ""
    other_anchors: tuple[str, ...] = ()
    recursive: bool = False
    constraints: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    default: str = ""
    example: str = ""
    description: Markup = field(default_factory=Markup)
    further: Markup = field(default_factory=Markup)
    discriminator: str = ""
    deprecated: bool = False
    marks: tuple[str, ...] = ()
    properties: tuple[PropertyView, ...] = ()
    groups: tuple[GroupView, ...] = ()

    @property
    def has_children(self) -> bool:
        return bool(self.properties or self.groups)

    @property
    def children_label(self) -> str:
        """What the toggle of the children says."""
        if self.properties:
            return f"{len(self.properties)} {'property' if len(self.properties) == 1 else 'properties'}"
        return self.groups[0].label if self.groups else ""


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A named part of an object."""

    name: str
    required: bool
    schema: SchemaView


@dataclass(frozen=True, slots=True)
class GroupView:
    """Alternatives or parts: "one of", "any of", "not", "each further property"."""

    label: str
    schemas: tuple[SchemaView, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """``generated`` is True if we made it from the schema, False if the author wrote it."""

    title: str
    text: str
    generated: bool = False


@dataclass(frozen=True, slots=True)
class ContentView:
    """A body in one media type; of a stream, ``schema`` is that of one item."""

    media_type: str
    schema: SchemaView | None
    streamed: bool = False
    examples: tuple[ExampleView, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter or header. ``location`` is path, query, header, cookie, querystring."""

    name: str
    location: str
    required: bool
    deprecated: bool
    schema: SchemaView
    description: Markup
    notes: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class BodyView:
    """What is sent."""

    required: bool
    description: Markup
    contents: tuple[ContentView, ...]


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What comes back with a status."""

    status: str
    summary: str
    description: Markup
    headers: tuple[ParameterView, ...]
    contents: tuple[ContentView, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleView:
    """A request to copy, in one language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """A call, drawn."""

    operation: Operation
    description: Markup
    parameters: tuple[ParameterView, ...]
    body: BodyView | None
    responses: tuple[ResponseView, ...]
    security: tuple[str, ...]
    callbacks: tuple[OperationView, ...]
    samples: tuple[SampleView, ...]
    is_webhook: bool = False

    @property
    def request_examples(self) -> tuple[ExampleView, ...]:
        return tuple(example for content in self.body.contents for example in content.examples) if self.body else ()

    @property
    def extra_request_examples(self) -> tuple[ExampleView, ...]:
        """The examples that the samples, which send the first body, do not show already."""
        shown = len(self.body.contents[0].examples[:1]) if self.samples and self.body and self.body.contents else 0
        return self.request_examples[shown:]

    @property
    def answer_examples(self) -> tuple[tuple[str, ExampleView], ...]:
        """Examples of successful answers as (status, example)."""
        return tuple(
            (response.status, example)
            for response in self.responses
            if response.status.startswith(("2", "d"))
            for content in response.contents
            for example in content.examples
        )


@dataclass(frozen=True, slots=True)
class SecurityView:
    """A way to prove who is calling. ``key`` is the name of the header, query parameter or cookie that carries it."""

    name: str
    title: str
    key: str
    description: Markup
    scopes: tuple[tuple[str, str], ...] = ()
    urls: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ServerView:
    """Where calls go."""

    url: str
    description: Markup
    variables: tuple[ParameterView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A reference, or a part of it. ``schemas`` are the named schemas that no operation draws in place.

    ``drawn`` are the references (``#/…``) of all named schemas that are drawn in it, ``tags`` the words that the
    description itself explains.
    """

    description: Markup
    servers: tuple[ServerView, ...]
    security: tuple[SecurityView, ...]
    operations: tuple[OperationView, ...]
    schemas: tuple[SchemaView, ...]
    drawn: frozenset[str] = frozenset()
    tags: tuple[tuple[str, Markup], ...] = ()
