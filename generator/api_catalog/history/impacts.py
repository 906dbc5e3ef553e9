"""The rules: what each kind of difference means for those who call the API, and why.

*Breaking* is what makes a call fail that worked, or an answer hold what a reader was told not to expect. *Non-breaking*
changes what can be done, and every call that worked still does. *Editorial* changes words about it. A description is
taken at its word: what it promised and no longer promises is broken, whatever the server does.
"""

from __future__ import annotations

from dataclasses import dataclass

BREAKING, NON_BREAKING, EDITORIAL = IMPACTS = ("breaking", "non-breaking", "editorial")


@dataclass(frozen=True, slots=True)
class Rule:
    """The impact of a kind of difference, and the reason in a sentence."""

    id: str
    impact: str
    reason: str


_LOST = "Who calls it gets an error."
_OLD_CALLS = "Calls that do without it are refused."
_NEW = "Nobody has to use it."
_WIDER = "Everything that was accepted still is."
_NARROWER = "Values that were accepted may be refused."
_KEPT = "Answers keep what they promised."
_UNEXPECTED = "An answer may hold what its readers were told not to expect."
_UNKNOWN = "Whether old calls and readers still fit cannot be told from the outside."
_WORDS = "Words for people; calls and answers stay as they are."
_CURATED = "A statement of this catalog about the API; the API itself stays as it is."
_RELIED = "Calls stay as they are, but who relied on the old answer should look again."
_GONE = "Readers that use it find nothing."
_PLACE = "Calls that go to the old place no longer arrive."
_CREDENTIALS = "Calls with the old credentials are refused."

_TABLE: dict[str, dict[str, str]] = {
    BREAKING: {
        "api-removed": "Its page and its feed end; nobody says here any longer whether it can be called.",
        "operation-removed": _LOST,
        "operation-moved": _PLACE,
        "parameter-moved": "What callers send in the old place is not read.",
        "parameter-removed": "What callers send for it is ignored or refused.",
        "required-parameter-added": _OLD_CALLS,
        "parameter-became-required": _OLD_CALLS,
        "serialization-changed": "The same value is written differently, so what callers send is read wrong.",
        "request-body-removed": "What callers send is ignored or refused.",
        "required-request-body-added": _OLD_CALLS,
        "request-body-became-required": _OLD_CALLS,
        "request-media-type-removed": "Callers that send it are refused.",
        "encoding-changed": "The same form is written differently, so what callers send is read wrong.",
        "response-media-type-removed": "Callers that ask for it get an error, or another form.",
        "success-response-removed": "Callers that wait for it take the answer for an error.",
        "response-header-removed": _GONE,
        "response-header-became-optional": _GONE,
        "callback-removed": "Who waits to be called waits in vain.",
        "server-removed": _PLACE,
        "security-removed": _CREDENTIALS,
        "security-required": "Calls without credentials are refused.",
        "scopes-added": _CREDENTIALS,
        "security-scheme-changed": _CREDENTIALS,
        "status-retired": "Calls are no longer answered.",
        "word-removed": "Its page, its feed and links to them end.",
        "request-required-property-added": _OLD_CALLS,
        "request-property-became-required": _OLD_CALLS,
        "request-property-removed": "What callers send for it is ignored or refused.",
        "request-type-changed": _NARROWER,
        "request-not-nullable": "Calls with null are refused.",
        "request-value-removed": "Callers that send it are refused.",
        "request-values-limited": _NARROWER,
        "request-alternative-removed": _NARROWER,
        "request-limit-tightened": _NARROWER,
        "request-pattern-changed": _NARROWER,
        "request-format-changed": _NARROWER,
        "request-default-changed": "Callers that leave it out get something else.",
        "request-closed": _NARROWER,
        "request-schema-changed": _UNKNOWN,
        "response-property-removed": _GONE,
        "response-property-became-optional": _GONE,
        "response-type-changed": _UNEXPECTED,
        "response-nullable": "Readers that do not expect null fail.",
        "response-value-added": "Readers that handle each listed value meet one that they do not know. A list that may "
        "grow should say so, with x-extensible-enum or an anyOf that has a plain string.",
        "response-values-unlimited": _UNEXPECTED,
        "response-alternative-added": _UNEXPECTED,
        "response-limit-loosened": _UNEXPECTED,
        "response-pattern-changed": _UNEXPECTED,
        "response-format-changed": _UNEXPECTED,
        "response-schema-changed": _UNKNOWN,
    },
    NON_BREAKING: {
        "api-added": _NEW,
        "api-moved": "The API stays as it is; its address in this catalog is another.",
        "operation-added": _NEW,
        "operation-renamed": "Calls stay as they are; a generated client may name the function otherwise.",
        "operation-deprecated": "It still works. Look for what replaces it.",
        "operation-not-deprecated": "It worked before, and does.",
        "path-parameter-renamed": "The address stays as it is; a generated client may name the argument otherwise.",
        "parameter-added": _NEW,
        "parameter-became-optional": _WIDER,
        "parameter-deprecated": "It still works.",
        "parameter-not-deprecated": "It worked before, and does.",
        "empty-value-changed": "Only calls without a value are concerned, and what they meant was never fixed.",
        "request-body-added": _NEW,
        "request-body-became-optional": _WIDER,
        "request-media-type-added": _NEW,
        "response-media-type-added": "It is sent to those who ask for it.",
        "response-added": "Readers handle a status by its class: 2xx is success, 4xx and 5xx are errors.",
        "error-response-removed": "One error less to handle.",
        "response-header-added": "Readers ignore what they do not know.",
        "response-header-became-required": _KEPT,
        "link-added": _NEW,
        "link-removed": "It described other calls; those stay as they are.",
        "callback-added": "It is called only for those who ask for it.",
        "server-added": _NEW,
        "security-added": _NEW,
        "security-not-required": _WIDER,
        "scopes-removed": _WIDER,
        "request-property-added": _NEW,
        "request-property-became-optional": _WIDER,
        "request-property-deprecated": "It still works.",
        "response-property-deprecated": "It is still sent.",
        "request-property-not-deprecated": "It worked before, and does.",
        "response-property-not-deprecated": "It was sent before, and is.",
        "request-type-widened": _WIDER,
        "request-nullable": _WIDER,
        "request-value-added": _WIDER,
        "request-values-unlimited": _WIDER,
        "request-alternative-added": _WIDER,
        "request-limit-loosened": _WIDER,
        "request-pattern-removed": _WIDER,
        "request-format-widened": _WIDER,
        "request-default-stated": "What was unsaid is said; who sends a value is not concerned.",
        "request-opened": _WIDER,
        "response-property-added": "Readers ignore what they do not know.",
        "response-property-became-required": _KEPT,
        "response-type-narrowed": _KEPT,
        "response-not-nullable": _KEPT,
        "response-value-removed": _KEPT,
        "response-known-value-added": "The list was said to grow.",
        "response-values-limited": _KEPT,
        "response-alternative-removed": _KEPT,
        "response-limit-tightened": _KEPT,
        "response-pattern-added": _KEPT,
        "response-format-narrowed": _KEPT,
        "response-closed": _KEPT,
        "response-opened": "Readers ignore what they do not know.",
        "status-changed": "Calls are still answered; plan with it.",
        "finding-turned": _RELIED,
        "plan-changed": _RELIED,
        "word-added": _NEW,
        "word-replaced": "Its page stays and names the word that replaces it.",
        "word-moved": "Its page stays; it stands elsewhere in the vocabulary.",
    },
    EDITORIAL: {
        "description-changed": _WORDS,
        "title-changed": _WORDS,
        "version-changed": "A number that the provider chose; what changed is told apart.",
        "openapi-changed": "The description is written by another version of the format.",
        "info-changed": _WORDS,
        "examples-changed": "Examples bind nobody.",
        "extension-changed": "An extension, which calls do not depend on.",
        "operation-tags-changed": "How it is found here; calls stay as they are.",
        "unused-schema-changed": "No operation uses it.",
        "other-changed": "None of it is part of what calls or answers are made of.",
        "response-default-changed": "In an answer a default says nothing that the answer does not.",
        "status-learned": "This catalog knows it now; the API stays as it is.",
        "finding-added": _CURATED,
        "finding-removed": _CURATED,
        "finding-changed": _CURATED,
        "does-not-added": _CURATED,
        "does-not-removed": _CURATED,
        "hype-added": "Marketing words; calls and answers stay as they are.",
        "hype-removed": "Marketing words; calls and answers stay as they are.",
        "plan-added": _CURATED,
        "plan-removed": _CURATED,
        "summary-changed": _WORDS,
        "link-changed": _CURATED,
        "tag-added": "It is found here by one more word.",
        "tag-removed": "It is found here by one word less.",
        "reviewed": "Somebody compared it with its sources again.",
        "record-changed": _CURATED,
        "provider-changed": _CURATED,
        "word-changed": _WORDS,
        "unreadable": "What it says cannot be told; api-catalog check says what is wrong.",
        "settings-changed": "How this catalog shows things.",
    },
}

RULES = {name: Rule(name, impact, reason) for impact, reasons in _TABLE.items() for name, reason in reasons.items()}


def worst(impacts: list[str]) -> str:
    """The first of ``IMPACTS`` that is among these; the last if there are none."""
    return min(impacts, key=IMPACTS.index, default=EDITORIAL)


def reaches(impact: str, level: str) -> bool:
    """Is it as bad as ``level``, or worse?"""
    return IMPACTS.index(impact) <= IMPACTS.index(level)
