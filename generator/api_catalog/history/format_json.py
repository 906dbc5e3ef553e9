"""JSON for programs: the two commits, counts, and each edit with the fields of ``Edit`` and ``Difference``."""

from __future__ import annotations

import dataclasses
import json

from api_catalog.history.comparison import Comparison


def report(comparison: Comparison) -> str:
    stated = {
        "base": comparison.base,
        "head": comparison.head or None,
        "counts": comparison.counts,
        "edits": [{**dataclasses.asdict(edit), "impact": edit.impact} for edit in comparison.edits],
    }
    return json.dumps(stated, indent=2, ensure_ascii=True)
