"""Weaviate's asynchronous client, and what its errors mean."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from winnow.errors import MisconfiguredError, UnreachableError, WinnowError

WHAT: Final = "Weaviate"
BATCH: Final = 500  # objects


def client_of(url: str, grpc_port: int, api_key: SecretStr) -> Any:
    """A client that is not connected yet."""
    import weaviate
    from weaviate.classes.init import Auth

    parts, key = urlsplit(url), api_key.get_secret_value()
    secure = parts.scheme == "https"
    host = parts.hostname or "127.0.0.1"
    return weaviate.use_async_with_custom(
        http_host=host,
        http_port=parts.port or (443 if secure else 80),
        http_secure=secure,
        grpc_host=host,
        grpc_port=grpc_port,
        grpc_secure=secure,
        auth_credentials=Auth.api_key(key) if key else None,
        skip_init_checks=True,  # they also ask a package index for the client's newest version
    )


@asynccontextmanager
async def asking(seconds: float | None) -> AsyncIterator[None]:
    """Bound the time and turn the client's errors into ours."""
    from grpc import RpcError  # type: ignore[import-untyped]
    from httpx import HTTPError
    from weaviate.exceptions import WeaviateBaseError

    try:
        async with asyncio.timeout(seconds):
            yield
    except (WeaviateBaseError, HTTPError, RpcError, OSError) as error:
        raise trouble(str(error) or type(error).__name__) from error


def check(answer: Any) -> None:
    """A batch does not raise for a single object: look at what it reports."""
    if answer.has_errors:
        first = str(next(iter(answer.errors.values())).message)
        raise trouble(f"{len(answer.errors)} passages not written: {first}")


def trouble(message: str) -> WinnowError:
    """Tell vectors of the wrong length, which never will fit, from a server in trouble."""
    if "vector with length" in message or "vector lengths" in message:
        return MisconfiguredError(f"Weaviate holds vectors of another model: {message[-300:]}")
    return UnreachableError(WHAT, message[:300])
