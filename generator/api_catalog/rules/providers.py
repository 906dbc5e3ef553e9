"""Rules about providers."""

from __future__ import annotations

from collections.abc import Iterator

from api_catalog.catalog.apis import id_of
from api_catalog.documents.repository import PROVIDER, parts_of
from api_catalog.problems import Severity
from api_catalog.rules.engine import Finding, Whole, catalog_rule


@catalog_rule("provider-record", Severity.WARNING)
def provider_record(whole: Whole) -> Iterator[Finding]:
    """A provider of curated APIs without provider.yml, in a catalog with a closed vocabulary."""
    if not whole.catalog.settings.closed:
        return
    paths = [document.path for document in whole.repository.providers]
    paths += [problem.path for problem in whole.repository.problems]  # what cannot be read is there nevertheless
    known = {id_of((path.split("/")[-2],))[0] for path in paths if path.endswith(f"/{PROVIDER}")}
    for api in whole.catalog.apis:
        parts = parts_of(api.source_path)
        if api.curated and len(parts) > 1 and api.provider not in known:
            known.add(api.provider)
            hint = f"Add {parts[0]}/{PROVIDER} with `name` and `summary`."
            yield Finding(whole.description_of(api), (), f"nobody has said who {api.provider} is", hint)
