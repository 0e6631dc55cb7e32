"""Where the running system is: by option, by variable, or as `winnow up` noted it."""

import os
from typing import Any

import httpx

from winnow.config import Settings
from winnow.local.system import running_system
from winnow.messaging.connection import Reachable, kafka_python_options

PATIENCE = 20.0  # seconds for a broker that is just starting
TIMEOUT = httpx.Timeout(60.0, connect=5.0)


def gateway_url(given: str | None) -> str:
    """The gateway's address."""
    running = running_system(Settings().data)
    noted = running.gateway if running else "http://127.0.0.1:8080"
    return given or os.environ.get("WINNOW_GATEWAY") or noted


def review_url(given: str | None) -> str:
    """The review service's address."""
    running = running_system(Settings().data)
    noted = running.review if running else "http://127.0.0.1:8081"
    return given or os.environ.get("WINNOW_REVIEW") or noted


def ask_url(given: str | None) -> str:
    """The ask service's address."""
    running = running_system(Settings().data)
    noted = running.ask if running else "http://127.0.0.1:8098"
    return given or os.environ.get("WINNOW_ASK") or noted


def bootstrap() -> str:
    """Kafka's bootstrap servers."""
    running = running_system(Settings().data)
    if "WINNOW_KAFKA" not in os.environ and running:
        return running.kafka
    return Settings().kafka


def security() -> dict[str, Any]:
    """TLS and SASL for Kafka; MisconfiguredError, or UnreachableError if it does not let us in."""
    settings = Settings(kafka=bootstrap())
    Reachable(settings).ask(PATIENCE)
    return kafka_python_options(settings)


def _headers() -> dict[str, str]:
    key = os.environ.get("WINNOW_API_KEY")
    return {"X-API-Key": key} if key else {}


def client(base_url: str) -> httpx.Client:
    """An HTTP client that raises for 4xx and 5xx."""
    hooks: Any = {"response": [_raise]}
    return httpx.Client(base_url=base_url, headers=_headers(), timeout=TIMEOUT, event_hooks=hooks)


def async_client(base_url: str) -> httpx.AsyncClient:
    """The same without waiting; the caller looks at the status itself."""
    return httpx.AsyncClient(base_url=base_url, headers=_headers(), timeout=TIMEOUT)


def _raise(answer: httpx.Response) -> None:
    if answer.is_error:
        answer.read()
        answer.raise_for_status()
