"""The sample stories, for the tests of every format."""

import runpy
from pathlib import Path

import pytest

SAMPLE = runpy.run_path(str(Path(__file__).with_name("sample_story.py")))


@pytest.fixture(scope="session")
def story():
    return SAMPLE["build_sample"]()


@pytest.fixture(scope="session")
def hostile():
    return SAMPLE["build_hostile"]()


@pytest.fixture(scope="session")
def attack():
    return SAMPLE["ATTACK"]


@pytest.fixture(scope="session")
def examples():
    """The stories of the bundled examples, by name."""
    from dateline import pipeline

    return {
        name: pipeline.build_story(pipeline.read_paths([folder]).readings) for name, folder in pipeline.example_paths()
    }


@pytest.fixture(scope="session", params=["depot-blast", "envoys", "recognition", "sample", "hostile"])
def any_story(request, examples, story, hostile):
    """Each example's story, the story made by hand, and it with an attack in every text and name."""
    return {**examples, "sample": story, "hostile": hostile}[request.param]
