"""Only regular files of the folder are opened, and nothing hidden or linked is looked for."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from api_catalog.documents.files import read_bytes, walk
from api_catalog.documents.limits import Limits
from api_catalog.documents.yaml_events import ReadError

SECONDS = 5


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A specs folder with a file in it, and a secret beside it."""
    (tmp_path / "secret.yaml").write_text("secret: 1")
    folder = tmp_path / "specs"
    (folder / "acme").mkdir(parents=True)
    (folder / "acme" / "openapi.yaml").write_text("a: 1")
    return folder


def _refusal(root: Path, relative: str, limits: Limits = Limits()) -> str:  # noqa: B008 - frozen
    with pytest.raises(ReadError) as caught:
        read_bytes(root, relative, limits)
    assert caught.value.hint
    return caught.value.message


def test_regular_file(root: Path) -> None:
    assert read_bytes(root, "acme/openapi.yaml") == b"a: 1"


@pytest.mark.parametrize("relative", ["acme/link.yaml", "acme/folder/openapi.yaml"])
def test_link_inside_the_folder(root: Path, relative: str) -> None:
    (root / "acme" / "link.yaml").symlink_to("openapi.yaml")
    (root / "acme" / "folder").symlink_to("../acme", target_is_directory=True)
    assert read_bytes(root, relative) == b"a: 1"


@pytest.mark.parametrize("relative", ["link.yaml", "chain.yaml", "folder/secret.yaml", "../secret.yaml"])
def test_way_out_of_the_folder(root: Path, relative: str) -> None:
    (root / "link.yaml").symlink_to("../secret.yaml")
    (root / "chain.yaml").symlink_to("link.yaml")
    (root / "folder").symlink_to("..", target_is_directory=True)
    assert _refusal(root, relative) == "the file lies outside the specs folder"


def test_absolute_path(root: Path) -> None:
    assert _refusal(root, str(root.parent / "secret.yaml")) == "the file lies outside the specs folder"


def test_folder_that_is_a_link_itself(root: Path) -> None:
    link = root.parent / "linked"
    link.symlink_to(root, target_is_directory=True)
    assert read_bytes(link, "acme/openapi.yaml") == b"a: 1"


@pytest.mark.parametrize("relative", ["acme/none.yaml", "none/openapi.yaml", "acme/openapi.yaml/x", "x\0y", "x" * 5000])
def test_missing_file(root: Path, relative: str) -> None:
    assert _refusal(root, relative) == "file not found"


def test_link_to_itself_and_to_nowhere(root: Path) -> None:
    (root / "loop.yaml").symlink_to("loop.yaml")
    (root / "nowhere.yaml").symlink_to("none.yaml")
    assert _refusal(root, "loop.yaml") == "file not found"
    assert _refusal(root, "nowhere.yaml") == "file not found"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "pipe.yaml")
    refusals: list[str] = []
    thread = threading.Thread(target=lambda: refusals.append(_refusal(root, "pipe.yaml")), daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert refusals == ["not a regular file"]


def test_device_behind_a_link(root: Path) -> None:
    (root / "zero.yaml").symlink_to("/dev/zero")
    assert _refusal(root, "zero.yaml") == "the file lies outside the specs folder"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read")
def test_file_without_permission(root: Path) -> None:
    (root / "acme" / "openapi.yaml").chmod(0)
    assert _refusal(root, "acme/openapi.yaml").startswith("cannot be read: ")


def test_size_limit(root: Path) -> None:
    (root / "big.yaml").write_bytes(b"#" * 2_000_001)
    assert _refusal(root, "big.yaml", Limits(bytes=2_000_000)) == "larger than 1 MiB"
    assert len(read_bytes(root, "big.yaml", Limits(bytes=2_000_001))) == 2_000_001


def test_walk_is_sorted_and_leaves_out_what_is_hidden_or_linked(root: Path) -> None:
    files = "b.yml a.json acme/a.yaml acme/B.yaml Z/x.yaml .hidden.yaml .git/x.yaml acme/.x/y.yaml n.txt yaml x.YAML"
    for name in files.split():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    (root / "folder").symlink_to("acme", target_is_directory=True)
    (root / "link.yaml").symlink_to("../secret.yaml")  # listed, so that it is refused aloud when it is opened
    assert list(walk(root)) == [
        "a.json",
        "b.yml",
        "link.yaml",
        "Z/x.yaml",
        "acme/B.yaml",
        "acme/a.yaml",
        "acme/openapi.yaml",
    ]
