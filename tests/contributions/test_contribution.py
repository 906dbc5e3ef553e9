"""What a contribution is said to change, and that nothing a stranger writes becomes more than text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from api_catalog.commands.size import command as size
from api_catalog.commands.summary import command as summary_command
from api_catalog.contributions import contribution, summary
from api_catalog.problems import markdown
from click.testing import CliRunner
from markdown_it import MarkdownIt

API = """openapi: 3.1.1
info: {{title: {title}, version: "1"}}
servers: [{{url: "https://api.acme.io"}}]
paths: {{/{path}: {{get: {{operationId: a, responses: {{"200": {{description: x}}}}}}}}}}
"""
RECORD = """summary: {summary}
status: {{state: live, since: "2020"}}
provenance: {{kind: curated, sources: [{{url: "{source}", read: 2026-11-01}}]}}
coverage: {{described: 1, of: 9}}
reviewed: 2026-11-01
findings: [{{tag: free, state: yes, value: x, source: "https://a.example", seen: 2026-11-01}}]
does-not: [{{what: {what}}}]
"""
EVIL = "<img src=x onerror=alert(1)> [a](javascript:b) ![c](http://d.example) `e` | @f www.g.example # h $i$ <!--"


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


@pytest.fixture
def before(tmp_path: Path) -> Path:
    folder = tmp_path / "before"
    for name in ("same", "other", "gone"):
        put(folder, f"acme/{name}.yaml", API.format(title=name, path=name))
    return folder


@pytest.fixture
def after(tmp_path: Path) -> Path:
    folder = tmp_path / "after"
    put(folder, "acme/same.yaml", API.format(title="same", path="same"))
    put(folder, "acme/other.yaml", API.format(title="changed", path="other"))
    put(folder, "acme/new/openapi.yaml", API.format(title="New", path="new"))
    put(folder, "acme/new/api.yml", RECORD.format(summary="Does it.", source="https://a.example/b", what="Bark"))
    put(folder, "acme/provider.yml", "name: Acme\n")
    return folder


def test_what_is_new_changed_and_gone(before: Path, after: Path) -> None:
    found = contribution(before, after)
    assert [(change.id, change.state) for change in found.changes] == [
        ("acme/gone", "removed"),
        ("acme/new", "new"),
        ("acme/other", "changed"),
    ]
    assert found.other_files == ("acme/provider.yml",)
    text = summary(found)
    for words in ("1 new, 1 changed, 1 removed", "Does it", "1 of 9 are described", "Bark", "1 yes", "`acme/gone`"):
        assert words in text, words
    assert "acme/same" not in text


def test_a_record_that_changes_is_a_change(before: Path, after: Path) -> None:
    put(after, "acme/new/api.yml", RECORD.format(summary="Now.", source="https://a.example/b", what="Bark"))
    found = contribution(after, after)
    assert found.changes == ()
    assert "**APIs: none differ.**" in summary(found)


def test_all_is_new_where_there_was_nothing(tmp_path: Path, after: Path) -> None:
    assert {change.state for change in contribution(tmp_path / "none", after).changes} == {"new"}


def test_an_api_that_cannot_be_read_is_said_to_have_errors(before: Path, after: Path) -> None:
    put(after, "acme/new/openapi.yaml", "openapi: 3.1.1\ninfo: 3\n")
    text = summary(contribution(before, after))
    assert "`acme/new`: new" in text
    assert "errors that keep it from being shown" in text


def test_an_api_that_is_described_twice(before: Path, after: Path) -> None:
    put(after, "acme/copy.yaml", API.format(title="New", path="new"))
    text = summary(contribution(before, after))
    assert "Is it described already?" in text
    assert "under the same title" in text


def test_text_of_strangers_is_text(before: Path, after: Path) -> None:
    quoted = "'" + EVIL.replace("'", "") + "'"
    put(after, "acme/other.yaml", API.format(title=quoted, path="other"))
    record = RECORD.format(summary=quoted, source="https://a.example/)<script>", what=quoted)
    put(after, "acme/new/api.yml", record)
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(summary(contribution(before, after)))
    tags = {found.lower() for found in re.findall(r"<([a-zA-Z!][\w-]*)", html)}
    assert tags <= {
        "h2",
        "h3",
        "p",
        "strong",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "a",
        "br",
        "ul",
        "li",
        "em",
    }
    links = re.findall(r'href="([^"]*)"', html)
    assert links
    assert all(link.startswith("https://a.example") for link in links)
    assert "@f" not in html
    assert html.count("onerror=alert(1)") >= 2


@pytest.mark.parametrize(
    "text", [EVIL, "a\nb", "::error::x", "\\", "*a*", "1. a", "- a", "http://a.example", "\u202ea", ""]
)
def test_plain_text_is_read_as_it_is_written(text: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(f"x {markdown.plain(text)}")
    assert re.fullmatch(r"<p>[^<]*</p>\n", html), html


def test_code_stays_code() -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(f"x {markdown.code('a`b`|<c> @d')} y")
    assert html.count("<code>") == 1
    assert "y</p>" in html


def test_links_lead_to_the_web_only() -> None:
    assert markdown.link("a", "javascript:alert(1)") == "a"
    html = MarkdownIt().render(markdown.link("]a[", "https://a.example/> <b"))
    assert html == '<p><a href="https://a.example/%3E%20%3Cb">]a[</a></p>\n'


def test_the_command(before: Path, after: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(summary_command, [str(before), str(after)])
    assert done.exit_code == 0
    assert done.output.startswith("## What this contribution changes")
    done = CliRunner().invoke(summary_command, [str(before), str(tmp_path / "none")])
    assert done.exit_code == 2


def test_a_long_summary_is_cut(before: Path, after: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api_catalog.contributions.report._MOST_BYTES", 300)
    text = summary(contribution(before, after))
    assert len(text.encode()) < 350
    assert text.endswith("*The rest is left out.*\n")


def test_sizes(tmp_path: Path) -> None:
    put(tmp_path, "site/a/b/c/d/x", "x" * 3000)
    put(tmp_path, "site/.well-known/x", "x")
    put(tmp_path, "site/index.html", "x" * 999)
    done = CliRunner().invoke(size, [str(tmp_path / "site")])
    assert done.exit_code == 0
    assert "| **all** | 3 | 0.0 MB |" in done.output
    assert "| .well-known | 1 |" in done.output
    done = CliRunner().invoke(size, [str(tmp_path / "site"), "--most", "4000"])
    assert done.exit_code == 0, "exactly as much"
    done = CliRunner().invoke(size, [str(tmp_path / "site"), "--most", "3KB"])
    assert done.exit_code == 1
    assert "a/b/c\n" in done.stderr
    assert CliRunner().invoke(size, [str(tmp_path / "none")]).exit_code == 2
    assert CliRunner().invoke(size, [str(tmp_path / "site"), "--most", "much"]).exit_code == 2
