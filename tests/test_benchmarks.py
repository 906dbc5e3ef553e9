"""The benchmarks are run by hand; what they count and say is tested here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import figures, projects, watching  # noqa: E402
from benchmarks.figures import CHANGED, COLD, CURATED, ML, OURS, WHOLE, Asked, Built, Floor, Results  # noqa: E402

HOLD = """
import time
held = b"x" * 200_000_000
time.sleep(0.5)
"""


def results() -> Results:
    def built(program: str, group: str, kind: str, specs: int, seconds: float, **more: int) -> Built:
        return Built(program, group, kind, specs, seconds=[seconds], processor=[seconds], **more)  # type: ignore[arg-type]

    whole = built(OURS, WHOLE, COLD, 2640, 200.0, memory=figures.GIB, size=900 * figures.MB, files=90_000)
    whole.parts = {"list": 2640}
    half = built(OURS, "500 of the directory", COLD, 500, 50.0)
    half.parts = {"list": 500}
    builds = [
        built(OURS, ML, COLD, 30, 2.4),
        built("slow", ML, COLD, 30, 60.0),
        built("fast", ML, COLD, 30, 12.0, lost=10),
        Built("missing", ML, COLD, 30, trouble="npm is missing"),
        built(OURS, CURATED, CHANGED, 81, 2.5),
        half,
        whole,
        built(OURS, WHOLE, CHANGED, 2640, 19.0),
    ]
    asked = [Asked("one", 100.0, 5000, 9000, "1 result"), Asked("two", 600.0, 7000, 9000, "2 results")]
    floors = [Floor("reading", 3.0, 2.0, "orjson alone", "2 files")]
    return Results("2026-01-01", {"cores": "2"}, {"mkdocs": "1.6"}, 3, builds, asked, floors)


def test_each_goal_is_held_against_its_figure() -> None:
    found = {goal.figure: goal.holds for goal in figures.goals(results())}
    assert found == {
        "0.080 s": True,
        "7.5 times, fast": True,  # 12 s for the 20 that it can do
        "200 s": True,
        "1.00 GiB": True,
        "0.90 GB": True,
        "10%, 19.0 s": True,
        "2.50 s": False,
        "0.76 times": True,
        "600 ms": False,
        "7 KB": True,
    }


def test_what_was_not_measured_is_no_failure() -> None:
    goals = figures.goals(Results("2026-01-01", {}, {}, 3))
    assert len(goals) == 10
    assert {goal.verdict for goal in goals} == {"–"}


def test_results_are_the_same_from_a_file(tmp_path: Path) -> None:
    figures.written(results(), tmp_path / "new" / "bench.json")
    assert figures.read(tmp_path / "new" / "bench.json") == results()


def test_tables_name_who_is_missing_and_what_is_lost() -> None:
    told = figures.markdown(results())
    assert "| missing (not run) | – |" in told
    assert "fast cannot do 10 of them. missing: npm is missing." in told
    assert "| fast (site) | 12.0 | 0.600 | 7.5 |" in told
    assert "| reading | 2 files | 3.000 | orjson alone | 2.000 | 1.5 |" in told


def test_lines_lead_from_two_sizes_as_far_as_a_million() -> None:
    row = next(line for line in figures.markdown(results()).splitlines() if line.startswith("| list, MB"))
    assert row == "| list, MB | 0.0026 | 0.001 | 0.1 | 1 |"


def test_tables_are_put_between_the_comments_of_the_page() -> None:
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    once = figures.put_into(page, "Told.")
    assert f"{figures.START}\n\nTold.\n\n{figures.END}" in once
    assert figures.put_into(once, "Told.") == once
    with pytest.raises(ValueError, match="lacks"):
        figures.put_into("No comments.", "Told.")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_memory_of_what_is_started_is_seen_and_not_our_own() -> None:
    own = b"x" * 300_000_000
    taken = watching.watched(lambda: subprocess.run([sys.executable, "-c", HOLD], check=True))
    assert len(own) > taken.memory > 200_000_000
    assert taken.seconds > 0.5 > 0 < taken.processor


def test_a_change_leaves_a_description_that_says_so(tmp_path: Path) -> None:
    info = {"title": "T", "version": "1"}
    (tmp_path / "a.json").write_text(json.dumps({"openapi": "3.1.0", "info": info}))
    (tmp_path / "openapi.yaml").write_text("openapi: 3.1.0\ninfo:\n  title: T\n  version: '1'\n")
    for name in ("a.json", "openapi.yaml"):
        projects.change(tmp_path / name, 7)
        assert yaml.safe_load((tmp_path / name).read_text())["info"]["version"] == "changed 7"
