"""Where an evaluation keeps its index: a store of its own, that is gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import SecretStr

from winnow.config import Settings
from winnow.evaluation.workplace import settings_apart

Store = Literal["lancedb", "weaviate"]


@contextmanager
def apart(settings: Settings, store: Store) -> Iterator[Settings]:
    """Settings whose store and files lie in a temporary folder.

    Weaviate is the one that the settings name, under tenants of the evaluation's own, or one that
    is started here; raises MisconfiguredError where it can neither be found nor built.
    """
    with TemporaryDirectory(prefix="winnow-retrieval-") as folder:
        own = settings_apart(settings, Path(folder))
        if store == "lancedb":
            yield own.model_copy(update={"weaviate_url": ""})
        elif settings.weaviate_url:
            yield own
        else:
            with _weaviate(Path(folder)) as told:
                yield own.model_copy(update=told)


@contextmanager
def _weaviate(folder: Path) -> Iterator[dict[str, object]]:
    from winnow.local.weaviate import LocalWeaviate

    with LocalWeaviate(folder / "weaviate") as server:
        yield {
            "weaviate_url": server.url,
            "weaviate_grpc_port": server.grpc_port,
            "weaviate_api_key": SecretStr(server.api_key),
        }
