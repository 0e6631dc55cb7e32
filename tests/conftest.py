"""Real servers for the tests marked `live`, started once a run."""

import os
from collections.abc import Iterator

import pytest

from winnow.errors import MisconfiguredError
from winnow.local import weaviate
from winnow.local.kafka import LocalKafka
from winnow.local.weaviate import LocalWeaviate


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """A real broker without topics; tests that share it use groups and topics of their own."""
    with LocalKafka(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture(scope="session")
def weaviate_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWeaviate]:
    """A real Weaviate; without one, tests are skipped on a developer's machine and fail in CI."""
    try:
        weaviate.find_or_build()
    except MisconfiguredError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Weaviate: {error}")
        pytest.skip("no Weaviate")
    with LocalWeaviate(tmp_path_factory.mktemp("weaviate")) as server:
        yield server
