"""Gives open pull requests a label for each kind of file that they change, and takes away one that is no longer true.

    GITHUB_REPOSITORY=owner/name python3 label_pull_requests.py

It asks GitHub for the names of files, through ``gh``, and takes them as text: nothing of a proposal is fetched, checked
out or run. Only the labels below are set or taken away, and only those that the repository has. They tell people where
to begin; what must be reviewed by whom is for CODEOWNERS to say. Runs with the standard library alone, from the main
branch.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from typing import Any

SPECS, WORKFLOWS, DOCUMENTATION, PROGRAM = LABELS = ("specs", "workflows", "documentation", "program")
FOLDERS = {"specs": SPECS, ".github": WORKFLOWS, "docs": DOCUMENTATION}
MOST_PULLS = 50  # those that were touched last
MOST_FILES = 1000  # a token may ask 1,000 times an hour; a page is a hundred
PAGE = 100


def label_of(path: str) -> str:
    """The label of a change to one file. A pull request that has only ``specs`` changes nothing else."""
    folder, _, inside = path.partition("/")
    if inside:
        return FOLDERS.get(folder, PROGRAM)
    if path == "action.yml":
        return WORKFLOWS
    return DOCUMENTATION if path.endswith(".md") else PROGRAM


def paths_of(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The files that are not as they were; one that was moved counts at both places."""
    for row in rows:
        yield row["filename"]
        if "previous_filename" in row:
            yield row["previous_filename"]


def main() -> int:
    place = f"repos/{os.environ['GITHUB_REPOSITORY']}"
    known = {row["name"] for row in listed(f"{place}/labels", MOST_FILES)} & set(LABELS)
    if not known:
        print(f"The repository has none of the labels {', '.join(LABELS)}. Make those that are to be set.")
        return 0
    has_failed = False
    for pull in listed(f"{place}/pulls?state=open&sort=updated&direction=desc", MOST_PULLS):
        try:
            label(place, pull, known)
        except subprocess.CalledProcessError as error:
            has_failed = True
            print(f"#{int(pull['number'])}: {error.stderr.strip()[:200]!r}", file=sys.stderr)
    return 1 if has_failed else 0


def label(place: str, pull: dict[str, Any], known: set[str]) -> None:
    """Sets and takes away what is needed. One that changes too many files to look at all of them gets no label."""
    number = int(pull["number"])
    rows = list(listed(f"{place}/pulls/{number}/files", MOST_FILES + 1))
    wanted = known & set(map(label_of, paths_of(rows))) if len(rows) <= MOST_FILES else set()
    present = set(LABELS) & {row["name"] for row in pull["labels"]}
    for name in sorted(wanted - present):
        ask(f"{place}/issues/{number}/labels", "--method", "POST", "--raw-field", f"labels[]={name}")
    for name in sorted(present - wanted):
        ask(f"{place}/issues/{number}/labels/{name}", "--method", "DELETE")
    print(f"#{number}: {', '.join(sorted(wanted)) or 'no label'}")


def listed(path: str, most: int) -> Iterator[dict[str, Any]]:
    """The first ``most`` rows of a list, page by page."""
    mark = "&" if "?" in path else "?"
    for page in range(1, -(-most // PAGE) + 1):
        rows = json.loads(ask(f"{path}{mark}per_page={PAGE}&page={page}"))
        yield from rows[: most - (page - 1) * PAGE]
        if len(rows) < PAGE:
            return


def ask(path: str, *options: str) -> str:
    """What GitHub answers. Raises CalledProcessError."""
    done = subprocess.run(["gh", "api", path, *options], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
