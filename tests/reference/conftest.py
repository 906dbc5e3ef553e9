"""What the tests of samples share: the samples of one small description."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from api_catalog.catalog import catalog_of
from api_catalog.documents import load
from api_catalog.reference import reference_of

FINE = {"responses": {"default": {"description": "Fine."}}}

Samples = Callable[..., dict[str, str]]


@pytest.fixture
def samples(tmp_path: Path) -> Samples:
    """The samples of one operation by language; ``fields`` are those of the whole description."""

    def written(operation: dict[str, Any], path: str = "/a", method: str = "get", **fields: Any) -> dict[str, str]:
        start = {"swagger": "2.0", "host": "a.example"} if "swagger" in fields else {"openapi": "3.1.1"}
        servers = {} if "swagger" in fields else {"servers": [{"url": "https://a.example"}]}
        paths = {path: {method: {**FINE, **operation}}}
        description = {**start, **servers, "info": {"title": "T", "version": "1"}, "paths": paths, **fields}
        folder = tmp_path / "specs"
        folder.mkdir(exist_ok=True)
        (folder / "acme.json").write_text(json.dumps(description), "utf-8")
        (api,) = catalog_of(load(folder))[0].apis
        (view,) = reference_of(api).operations
        return {sample.language: sample.text for sample in view.samples}

    return written
