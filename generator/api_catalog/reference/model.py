"""What the templates of a reference draw. Every text is plain (escaped by the template) unless it is ``Markup``."""

from __future__ import annotations

import dataclasses
import textwrap
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from api_catalog.catalog import Operation

_HEADLINE = 120
_SHORT = 400


@dataclass(frozen=True, slots=True)
class DocsView:
    """A page elsewhere that the author points to. ``url`` may be anything: the template decides if it is followed."""

    url: str
    description: Markup


@dataclass(frozen=True, slots=True)
class SchemaView:
    """A schema: its type and bounds in words, and what is in it.

    ``link`` is the id of the place where this named schema is drawn, when that is not here; ``anchor`` is its id when
    it is here, ``other_anchors`` are those of arrays of it. ``recursive`` says that the schema contains itself.
    ``description`` is what is said at this place, ``further`` what the named schema says of itself beyond that.
    ``meanings`` has what each value of ``enum`` stands for, or is empty.
    """

    type: str
    name: str = ""
    link: str = ""
    anchor: str = ""
    other_anchors: tuple[str, ...] = ()
    recursive: bool = False
    constraints: tuple[str, ...] = ()
    enum: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    default: str = ""
    examples: tuple[str, ...] = ()
    description: Markup = field(default_factory=Markup)
    further: Markup = field(default_factory=Markup)
    discriminator: str = ""
    deprecated: bool = False
    marks: tuple[str, ...] = ()
    docs: DocsView | None = None
    properties: tuple[PropertyView, ...] = ()
    groups: tuple[GroupView, ...] = ()

    @property
    def has_children(self) -> bool:
        return bool(self.properties or self.groups)

    @property
    def facts(self) -> str:
        """Bounds and marks, each with a separator before it."""
        if not (self.constraints or self.marks):
            return ""
        return "".join(f" · {word}" for word in (*self.constraints, *self.marks))

    @property
    def says_more(self) -> bool:
        """Is there anything beyond type, facts, description and what it consists of?"""
        return bool(self.enum or self.further or self.examples or self.discriminator or self.docs or self.other_anchors)

    @property
    def listed(self) -> str:
        """The values of ``enum`` as one text; empty if that would not tell them apart."""
        return "" if any(not value.strip() or "," in value for value in self.enum) else ", ".join(self.enum)

    @property
    def children_label(self) -> str:
        """What the toggle of the children says."""
        if self.properties:
            return f"{len(self.properties)} {'property' if len(self.properties) == 1 else 'properties'}"
        return self.groups[0].label if self.groups else ""


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A named part of an object. ``anchor`` is its permanent id."""

    name: str
    required: bool
    schema: SchemaView
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Alternatives or parts: "one of", "any of", "not", "each further property"."""

    label: str
    schemas: tuple[SchemaView, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """``generated`` is True if we made it from the schema, False if the author wrote it.

    ``url`` is set if the example itself is elsewhere.
    """

    title: str
    text: str
    generated: bool = False
    description: Markup = field(default_factory=Markup)
    url: str = ""


@dataclass(frozen=True, slots=True)
class EncodingView:
    """How one part of a form is sent: content type, style and the like in ``notes``."""

    name: str
    notes: tuple[str, ...]
    headers: tuple[ParameterView, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentView:
    """A body in one media type; of a stream, ``schema`` is that of one item."""

    media_type: str
    schema: SchemaView | None
    streamed: bool = False
    examples: tuple[ExampleView, ...] = ()
    encodings: tuple[EncodingView, ...] = ()


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter or header. ``location`` is path, query, header, cookie, querystring.

    ``anchor`` is its permanent id; ``examples`` are those that its schema does not show already.
    """

    name: str
    location: str
    required: bool
    deprecated: bool
    schema: SchemaView
    description: Markup
    notes: tuple[str, ...] = ()
    examples: tuple[ExampleView, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class BodyView:
    """What is sent."""

    required: bool
    description: Markup
    contents: tuple[ContentView, ...]


@dataclass(frozen=True, slots=True)
class LinkView:
    """What can be called next with an answer. ``anchor`` is the id of that operation if it is in this description.

    ``arguments`` are pairs of parameter and the expression that gives its value.
    """

    name: str
    target: str
    anchor: str
    description: Markup
    arguments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What comes back with a status."""

    status: str
    summary: str
    description: Markup
    headers: tuple[ParameterView, ...]
    contents: tuple[ContentView, ...]
    links: tuple[LinkView, ...] = ()

    @property
    def headline(self) -> str:
        """Its summary, else its description if that is one short paragraph, else how that begins."""
        return self.summary or _headline(self.description)

    @property
    def beyond_headline(self) -> Markup:
        """The description, unless the headline is it."""
        return Markup() if not self.summary and _is_short(self.description) else self.description


def _is_short(description: Markup) -> bool:
    return len(description) <= _SHORT and description.count("<") <= 2  # <p> and </p>


@lru_cache(maxsize=5_000)
def _headline(description: Markup) -> str:
    plain = str(description.striptags())
    return plain if _is_short(description) else textwrap.shorten(plain, _HEADLINE, placeholder=" …")


@dataclass(frozen=True, slots=True)
class SampleView:
    """A request to copy, in one language; ``generated`` is False if the author wrote it."""

    language: str
    text: str
    generated: bool = True


@dataclass(frozen=True, slots=True)
class NeedView:
    """A security scheme that a call needs, and the scopes it needs of it. ``title`` says the scheme in a few words."""

    title: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallbackView:
    """A request that the server sends to the caller: ``name``, and the operation at the address ``operation.path``."""

    name: str
    operation: OperationView


@dataclass(frozen=True, slots=True)
class OperationView:
    """A call, drawn.

    ``about_path`` is what the author says of its path. ``security`` has the ways to prove who is calling, each with
    all that it needs; a way that needs nothing is empty. ``marks`` are words such as beta.
    """

    operation: Operation
    description: Markup
    parameters: tuple[ParameterView, ...]
    body: BodyView | None
    responses: tuple[ResponseView, ...]
    security: tuple[tuple[NeedView, ...], ...]
    callbacks: tuple[CallbackView, ...] = ()
    samples: tuple[SampleView, ...] = ()
    is_webhook: bool = False
    about_path: Markup = field(default_factory=Markup)
    servers: tuple[ServerView, ...] = ()
    marks: tuple[str, ...] = ()
    docs: DocsView | None = None

    @property
    def answers(self) -> list[tuple[tuple[str, ...], ResponseView]]:
        """The responses, with all their statuses those that say the same one after another: 400, 401 and 403."""
        same = groupby(self.responses, key=lambda each: dataclasses.replace(each, status=""))
        groups = (list(group) for _, group in same)
        return [(tuple(each.status for each in group), group[0]) for group in groups]

    @property
    def labelled_examples(self) -> tuple[tuple[str, ExampleView], ...]:
        """All that are worth showing beside the samples, with what they are of."""
        requests = tuple(("Request", example) for example in self.extra_request_examples)
        return requests + tuple((f"Answer {status}", example) for status, example in self.answer_examples)

    @property
    def request_examples(self) -> tuple[ExampleView, ...]:
        return tuple(example for content in self.body.contents for example in content.examples) if self.body else ()

    @property
    def extra_request_examples(self) -> tuple[ExampleView, ...]:
        """The examples that the samples, which send the first body, do not show already."""
        examples = self.request_examples
        if not (self.samples and self.body and self.body.contents and examples):
            return examples
        first = self.body.contents[0].examples[:1]
        shown = bool(first) and not (first[0].description or first[0].url)
        return examples[shown:]

    @property
    def answer_examples(self) -> tuple[tuple[str, ExampleView], ...]:
        """Examples of answers as (status, example); of those that report errors only the author's."""
        return tuple(
            (response.status, example)
            for response in self.responses
            for content in response.contents
            for example in content.examples
            if response.status.startswith(("2", "d")) or not example.generated
        )


@dataclass(frozen=True, slots=True)
class ComponentView:
    """A reusable part that no operation uses, with its own name: exactly one of the fields after ``name`` is set."""

    name: str
    parameter: ParameterView | None = None
    body: BodyView | None = None
    response: ResponseView | None = None
    callbacks: tuple[CallbackView, ...] = ()

    @property
    def labelled_examples(self) -> tuple[tuple[str, ExampleView], ...]:
        """The examples of its body or response, with what they are of."""
        holder = self.body or self.response
        contents = holder.contents if holder else ()
        return tuple((content.media_type, example) for content in contents for example in content.examples)

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        if self.parameter:
            return "header" if self.parameter.location == "header" else "parameter"
        return "body" if self.body else "response" if self.response else "callback"


@dataclass(frozen=True, slots=True)
class SecurityView:
    """A way to prove who is calling. ``key`` is the name of the header, query parameter or cookie that carries it.

    ``flows`` are those of OAuth; ``urls`` have a label each.
    """

    name: str
    title: str
    key: str
    description: Markup
    flows: tuple[str, ...] = ()
    scopes: tuple[tuple[str, str], ...] = ()
    urls: tuple[tuple[str, str], ...] = ()
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class ServerView:
    """Where calls go."""

    url: str
    description: Markup
    variables: tuple[ParameterView, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class TopicView:
    """A tag that the description itself explains."""

    name: str
    description: Markup
    parent: str = ""
    kind: str = ""
    docs: DocsView | None = None


@dataclass(frozen=True, slots=True)
class AboutView:
    """What the author says of the API as a whole. ``terms`` are (label, text, URL) of contact, license and the like."""

    description: Markup
    terms: tuple[tuple[str, str, str], ...] = ()
    docs: DocsView | None = None
    topics: tuple[TopicView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A reference, or a part of it. ``schemas`` are the named schemas that no operation draws in place.

    ``drawn`` are the references (``#/…``) of all named schemas that are drawn in it.
    """

    about: AboutView
    servers: tuple[ServerView, ...]
    security: tuple[SecurityView, ...]
    operations: tuple[OperationView, ...]
    schemas: tuple[SchemaView, ...]
    drawn: frozenset[str] = frozenset()
    components: tuple[ComponentView, ...] = ()
