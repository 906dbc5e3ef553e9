"""Are the packages we build with safe to use? Ends with 1 if one is not.

Each locked version is held against the floors below, which are security fixes, in requirements.txt and in what
pyproject.toml lets others install. Then the advisory database of PyPI is asked about every one of them. Where it cannot
be reached, it says so, and how many packages were not asked about; that is no failure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.txt"
FLOORS = {"mkdocs": "1.6", "mkdocs-material": "9.7.7", "pymdown-extensions": "11.0.1", "jinja2": "3.1.6"}
COMMAND = ("-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json", "--requirement")


def below_floor() -> Iterator[str]:
    """What is, or may be, older than it should be."""
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text("utf-8"), re.MULTILINE))
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for requirement in map(Requirement, stated):
        floor = FLOORS.get(requirement.name)
        if floor and any(
            Version(each.version) < Version(floor) for each in requirement.specifier if each.operator == ">="
        ):
            yield f"pyproject.toml lets {requirement.name} be older than {floor}"
        if not requirement.specifier.contains(locked[requirement.name]):
            yield f"requirements.txt has {requirement.name} {locked[requirement.name]}, not {requirement.specifier}"
    for name, floor in FLOORS.items():
        if Version(locked[name]) < Version(floor):
            yield f"requirements.txt has {name} {locked[name]}, older than {floor}"


def main() -> int:
    old = list(below_floor())
    print("".join(f"{each}\n" for each in old), end="")
    done = subprocess.run([sys.executable, *COMMAND, str(LOCK)], capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        reason = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        print(f"pip-audit could not ask: {reason}", file=sys.stderr)
        return 0 if "connect" in reason.casefold() and not old else 1
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    bad = [(each, found) for each in packages for found in each.get("vulns", ())]
    for each, found in bad:
        print(f"{each['name']} {each['version']}: {found['id']}, fixed in {', '.join(found['fix_versions']) or 'none'}")
    print(f"{len(packages) - len(skipped)} locked packages asked about, {len(bad)} known vulnerabilities", end="")
    print(f"; the database does not answer for {len(skipped)}" if skipped else "")
    return 1 if bad or old else 0


if __name__ == "__main__":
    sys.exit(main())
