"""Rules about catalog.yml: what it names must exist, or it has no effect."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.documents.reading import mapping, mappings, texts
from api_catalog.rules.engine import Finding, Whole, catalog_rule, rules
from api_catalog.rules.nearest import Words, did_you_mean
from api_catalog.rules.tags import NO_SUCH_TAG

_TAGS_OF = (("kinds", ("required-with",)), ("facts", ("tags", "findings", "for")))


@catalog_rule("unknown-rule")
def unknown_rule(whole: Whole) -> Iterator[Finding]:
    """``rules`` in catalog.yml names a rule that is none of ours."""
    known = Words((each.id, each.id) for each in rules())
    ids = {each.id for each in rules()}
    settings = whole.repository.settings
    for name in whole.catalog.settings.rules:
        if settings is not None and name not in ids:
            hint = did_you_mean(known, name, "Only house rules can be set; the page Rules lists them.")
            yield Finding(settings, ("rules", name), f"there is no house rule `{name}`", hint)


@catalog_rule("unknown-tag-in-settings")
def unknown_tag_in_settings(whole: Whole) -> Iterator[Finding]:
    """``kinds`` or ``facts`` in catalog.yml name a tag that the closed vocabulary does not have."""
    settings, tags = whole.repository.settings, whole.catalog.tags
    if settings is None or not whole.catalog.settings.closed:
        return
    for section, fields in _TAGS_OF:
        for index, entry in enumerate(mappings(mapping(settings.value).get(section))):
            for field in fields:
                for number, tag in enumerate(texts(entry.get(field))):
                    if tag not in tags or not tags[tag].defined:
                        hint = did_you_mean(whole.tag_words, tag, NO_SUCH_TAG)
                        yield Finding(settings, (section, index, field, number), f"unknown tag `{tag}`", hint)


@catalog_rule("moved-id")
def moved_id(whole: Whole) -> Iterator[Finding]:
    """``moved`` in catalog.yml leads to an API or provider that is not there, or away from one that is."""
    settings, catalog = whole.repository.settings, whole.catalog
    there = {*(api.id for api in catalog.apis), *catalog.providers}
    if settings is None or not catalog.apis:
        return
    for old, new in catalog.settings.moved.items():
        if old in there:
            yield Finding(settings, ("moved", old), f"`{old}` is still there", "Remove the entry, or what it names.")
        elif ("/" in old) != ("/" in new):
            hint = "Write provider/api on both sides, or a provider on both."
            yield Finding(settings, ("moved", old), f"`{old}` and `{new}` are not of one kind", hint)
        elif new not in there and new not in catalog.settings.moved:
            hint = did_you_mean(whole.api_words, new, "It must be the id of an API or a provider that is there.")
            yield Finding(settings, ("moved", old), f"there is no `{new}`", hint)
