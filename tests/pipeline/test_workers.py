import signal
import sys
from pathlib import Path

import pytest

from dateline.errors import ConfigError
from dateline.pipeline.workers import Crew, Died, work


@pytest.fixture
def jobs(monkeypatch):
    """What workers do: a module that another process can import by name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import jobs

    yield jobs
    sys.modules.pop("jobs")


def results(function, crew):
    return [result for chunk in work(function, iter(range(20)), crew) for result in chunk]


@pytest.mark.parametrize("workers", [0, 2])
def test_every_item_has_its_result(workers, jobs):
    assert sorted(results(jobs.double, Crew(workers, 3))) == jobs.double(range(20))


def test_a_worker_that_dies_costs_nothing_when_its_chunk_goes_well_the_second_time(tmp_path, monkeypatch, jobs):
    monkeypatch.setenv("DATELINE_TEST_MARKER", str(tmp_path / "died"))
    assert sorted(results(jobs.die_once, Crew(1, 4))) == jobs.double(range(20))


def test_an_item_that_kills_its_worker_is_told_apart_from_its_chunk(jobs):
    found = results(jobs.die_on_seven, Crew(1, 8))
    assert [each for each in found if isinstance(each, Died)] == [Died(7, -signal.SIGKILL)]
    assert sorted(each for each in found if not isinstance(each, Died)) == jobs.double(i for i in range(20) if i != 7)


def test_an_error_of_the_function_is_raised_here(jobs):
    with pytest.raises(ValueError, match="cannot do"):
        results(jobs.fail, Crew(1, 4))


def test_workers_that_cannot_start_are_one_error_not_a_lost_run(jobs, monkeypatch):
    monkeypatch.setattr(jobs.double, "__module__", "no_such_module")
    monkeypatch.setitem(sys.modules, "no_such_module", jobs)
    with pytest.raises(ConfigError, match="--workers 0"):
        results(jobs.double, Crew(1, 4))
