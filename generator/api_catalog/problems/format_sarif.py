"""SARIF 2.1.0, the JSON in which tools of static analysis tell their results, for code scanning and editors."""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from api_catalog.problems.checkout import from_top
from api_catalog.problems.context import Context
from api_catalog.problems.problem import Problem
from api_catalog.problems.terminal import printable

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def report(problems: Sequence[Problem], context: Context) -> str:
    rules = sorted({problem.rule for problem in problems})
    prefix = context.prefix() if problems else ""
    driver: dict[str, Any] = {"name": "api-catalog", "rules": [_rule(rule, context.rules_url) for rule in rules]}
    if context.version:
        driver["semanticVersion"] = context.version
    files = {path: _file(path, prefix) for path in {problem.path for problem in problems}}
    seen: Counter[str] = Counter()
    results = []
    for problem in problems:
        file = files[problem.path]
        identity = "\0".join((file["uri"], problem.rule, problem.pointer, problem.message))
        seen[identity] += 1
        results.append(_result(problem, file, rules.index(problem.rule), f"{identity}\0{seen[identity]}"))
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True)


def _rule(rule: str, rules_url: str) -> dict[str, Any]:
    words = rule.replace("-", " ").replace("openapi", "OpenAPI")
    described: dict[str, Any] = {"id": rule, "shortDescription": {"text": words[:1].upper() + words[1:]}}
    if rules_url:
        described["helpUri"] = f"{rules_url}#{quote(rule)}"
    return described


def _result(problem: Problem, file: dict[str, str], rule_index: int, identity: str) -> dict[str, Any]:
    """``identity`` stays as it is when lines move, so its hash tells the same result from a new one."""
    texts = [_plain(text) for text in (problem.message, problem.hint) if text]
    return {
        "ruleId": problem.rule,
        "ruleIndex": rule_index,
        "level": problem.severity.value,
        "message": {"text": "\n".join(texts)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": file,
                    "region": {"startLine": problem.line, "startColumn": problem.column},
                }
            }
        ],
        "partialFingerprints": {"problem/v1": hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:32]},
    }


def _file(path: str, prefix: str) -> dict[str, str]:
    """Relative to the top of the repository, ``%SRCROOT%``, if the file is below it; else an absolute URI."""
    name = from_top(path, prefix)
    if Path(name).is_absolute() or name.startswith("../"):
        absolute = posixpath.normpath(Path(path).absolute().as_posix())
        return {"uri": "file:///" + quote(absolute.lstrip("/"), safe="/:", errors="replace")}
    return {"uri": quote(name, errors="replace"), "uriBaseId": "%SRCROOT%"}


def _plain(text: str) -> str:
    """Text without the marks of a SARIF message: braces are placeholders, ``[text](target)`` is a link."""
    return printable(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")
