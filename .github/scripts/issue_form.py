"""Writes the tags of the vocabulary into the form "Add an API". ``make forms`` runs it; a test sees that it was run."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import api_catalog
from api_catalog.catalog import catalog_of

ROOT = Path(__file__).parents[2]
FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "add-an-api.yml"
OTHER = "Something that is not in this list"
_BLOCK = re.compile(r"^(?P<indent> *)# begin\n.*?^ *# end\n", re.MULTILINE | re.DOTALL)


def options(specs: Path) -> list[str]:
    """The tags of the first kind, the tasks, as people read them, without the fields they are in; then a way out."""
    catalog, _ = catalog_of(api_catalog.load(specs))
    tags = [tag for tag in catalog.tags_of_kind(catalog.settings.kinds[0].name) if tag.defined and not tag.replaced_by]
    return [*(f"{tag.title} ({tag.name})" for tag in tags if tag.parent or not tag.children), OTHER]


def written(form: str, names: list[str]) -> str:
    """``form`` with ``names`` between the marks."""

    def block(found: re.Match[str]) -> str:
        lines = ["# begin", *(f"- {json.dumps(name, ensure_ascii=False)}" for name in names), "# end"]
        return "".join(f"{found['indent']}{line}\n" for line in lines)

    return _BLOCK.sub(block, form)


def main() -> int:
    FORM.write_text(written(FORM.read_text("utf-8"), options(ROOT / "specs")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
