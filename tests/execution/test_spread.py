"""Work that is spread gives the same as work done here, whoever does it and whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from api_catalog.execution import ExecutorError, spread
from api_catalog.execution.executors import workers_of


def square(number: int) -> int:
    return number * number


def fail(number: int) -> int:
    raise KeyError(number)


def die_once(place: tuple[str, int]) -> int:
    """Kills the process that works at the first job marked so."""
    mark, number = place
    if number == 7 and not os.path.exists(mark):  # noqa: PTH110
        with open(mark, "w"):  # noqa: PTH123
            pass
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(_: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("name", ["serial", "processes:1", "processes:2", "processes:3", "processes"])
@pytest.mark.parametrize("number", [0, 1, 2, 50])
def test_every_job_once(name: str, number: int) -> None:
    jobs = list(range(number))
    found = list(spread(name, square, jobs, [job % 7 for job in jobs]))
    assert sorted(found) == [(job, job * job) for job in jobs]


@pytest.mark.parametrize("name", ["serial", "processes:2"])
def test_an_error_is_raised(name: str) -> None:
    with pytest.raises(KeyError):
        list(spread(name, fail, [1, 2, 3], [1, 1, 1]))


def test_a_worker_that_dies_changes_nothing(tmp_path: Path) -> None:
    jobs = [(str(tmp_path / "dead"), number) for number in range(40)]
    found = sorted(spread("processes:2", die_once, jobs, [1] * len(jobs)))
    assert found == [(number, number) for number in range(40)]
    assert (tmp_path / "dead").exists()


def test_workers_that_always_die_are_an_error() -> None:
    with pytest.raises(ExecutorError, match="died"):
        list(spread("processes:2", die, [1, 2, 3], [1, 1, 1]))


@pytest.mark.parametrize("name", ["", "threads", "processes:", "processes:0", "processes:x", "dask://", "process"])
def test_there_is_no_such_executor(name: str) -> None:
    if name == "processes:":
        assert workers_of(name) >= 1
        return
    with pytest.raises(ExecutorError, match="write serial"):
        list(spread(name, square, [1], [1]))


def test_a_scheduler_that_is_not_there() -> None:
    with pytest.raises(ExecutorError, match="no Dask scheduler"):
        list(spread("dask://127.0.0.1:9", square, [1, 2], [1, 1]))


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A real scheduler on loopback with two worker processes: its address, and the workers."""
    folder = tmp_path_factory.mktemp("dask")
    file = folder / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    here = str(Path(__file__).parent)
    environment = {**os.environ, "PYTHONPATH": here, "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0"}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    options = ["--no-dashboard", "--scheduler-file", str(file)]
    processes = [subprocess.Popen([*command, *options], env=environment, **quiet)]  # type: ignore[call-overload]
    end = time.monotonic() + 60
    while not file.exists():
        assert time.monotonic() < end, "no scheduler"
        time.sleep(0.1)
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1"]
    for _ in range(2):
        processes.append(
            subprocess.Popen([*worker, "--no-nanny", "--no-dashboard"], env=environment, **quiet)  # type: ignore[call-overload]
        )
    import json

    address = json.loads(file.read_text())["address"].removeprefix("tcp://")
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


def test_dask(scheduler: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, _ = scheduler
    found = list(spread(f"dask://{address}", square, list(range(30)), [1] * 30))
    assert sorted(found) == [(job, job * job) for job in range(30)]


def slow(number: int) -> int:
    time.sleep(0.05)
    return number


def test_a_dask_worker_that_dies_changes_nothing(scheduler: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    address, workers = scheduler
    found = []
    for done in spread(f"dask://{address}", slow, list(range(60)), [1] * 60):
        found.append(done)
        if len(found) == 10:
            workers[0].kill()
    assert sorted(found) == [(number, number) for number in range(60)]
