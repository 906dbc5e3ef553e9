"""One index: records that lie in a folder → what a browser loads, made by Pagefind in a process of its own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from pagefind_bin import get_executable

from api_catalog.search.fragments import fill
from api_catalog.search.portions import Portion

LANGUAGE = "en"
_SECONDS = 1800
_BATCH = 500  # records in one folder
_PROGRAM = ("pagefind.js", f"wasm.{LANGUAGE}.pagefind")
_NEEDED = ("pagefind-entry.json", "*.pf_meta", "kinds.json", "index/*", "fragment/*")


class SearchError(Exception):
    """The index could not be made. The message says why."""


class Making:
    """The index number ``shard`` of a catalog in the making, in ``folder``, which it has for itself.

    Ids of records begin with the language of their index, so each index has one that nobody speaks: ``en-1``.
    """

    def __init__(self, folder: Path, shard: int) -> None:
        self._folder, self._shard = folder, shard
        self._count = 0
        self._shown: list[dict[str, Any]] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._is_stopped = False
        self._records = folder / "pages" / "records"
        self._records.mkdir(parents=True)
        self.result = folder / "index"

    def add(self, portion: Portion) -> None:
        """More records. Raises OSError."""
        for html, shown in zip(portion.pages, portion.shown, strict=True):
            place = self._records / f"{self._count // _BATCH:04}"
            if self._count % _BATCH == 0:
                self._tell()
                place.mkdir()
            (place / f"{self._count % _BATCH:03}.html").write_bytes(html.encode("utf-8", "replace"))
            self._shown.append(shown)
            self._count += 1

    def _tell(self) -> None:
        """Puts what is shown of some records beside them."""
        if self._shown:
            text = json.dumps(self._shown, ensure_ascii=False, separators=(",", ":"))
            path = self._records / f"{(self._count - 1) // _BATCH:04}.json"
            path.write_bytes(text.encode("utf-8", "replace"))
        self._shown = []

    def add_page(self, path: str, html: str) -> None:
        """A page of the site at ``path``, written by hand. Raises OSError."""
        place = self._folder / "pages" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(html.encode("utf-8", "replace"))

    def run(self) -> None:
        """Makes the index and waits for it. Raises SearchError."""
        language = f"{LANGUAGE}-{self._shard}" if self._shard else LANGUAGE
        command = [get_executable(), "--site", self._folder / "pages"]
        command += ["--output-path", self.result, "--force-language", language]
        try:
            self._tell()
            with (self._folder / "log").open("w+b") as log:
                self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
                if self._is_stopped:
                    self.stop()
                code = self._process.wait(_SECONDS)
                if code != 0:
                    log.seek(0)
                    raise SearchError(f"Pagefind failed: {log.read().decode('utf-8', 'replace').strip()[-800:]}")
            fill(self.result, self._records)
        except subprocess.TimeoutExpired:
            self.stop()
            raise SearchError(f"Pagefind was not done after {_SECONDS} seconds.") from None
        except (OSError, ValueError, KeyError) as error:
            raise SearchError(f"The search index could not be written: {error}") from None

    def stop(self) -> None:
        """Ends it, if it runs or is still to run."""
        self._is_stopped = True
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def files_of(index: Path, *, is_first: bool) -> list[Path]:
    """What a browser loads of an ``index``, sorted; of the first of a catalog also the program that searches."""
    names = _NEEDED + _PROGRAM if is_first else _NEEDED
    return sorted(path for name in names for path in index.glob(name) if path.is_file())
