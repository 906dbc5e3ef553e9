"""JSON for programs: an array of objects with the fields of ``Problem``."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

from api_catalog.problems.context import Context
from api_catalog.problems.problem import Problem


def report(problems: Sequence[Problem], context: Context) -> str:
    return json.dumps([dataclasses.asdict(problem) for problem in problems], indent=2, ensure_ascii=True)
