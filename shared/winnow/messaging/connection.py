"""How Kafka is reached: TLS and SASL for the clients we use, and why it does not answer."""

import asyncio
import time
from pathlib import Path
from typing import Any, Final

from confluent_kafka import KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from winnow.config import Settings
from winnow.errors import MisconfiguredError, UnreachableError

PROTOCOLS: Final = {
    "plaintext": "PLAINTEXT",
    "tls": "SSL",
    "sasl_plaintext": "SASL_PLAINTEXT",
    "sasl_tls": "SASL_SSL",
}
# What a consumer holds in memory beyond what is worked on; the library's own bound is 64 MiB
AHEAD: Final = {"queued.max.messages.kbytes": 4096, "queued.min.messages": 1000}
ANSWER: Final = 2.0  # seconds that a probe gives the brokers
TURN: Final = 0.5  # seconds between two looks at what was heard
REFUSALS: Final = (KafkaError._AUTHENTICATION, KafkaError._SSL)  # noqa: SLF001  (so they are named)


def librdkafka_options(settings: Settings) -> dict[str, str]:
    """Bootstrap servers and security as librdkafka names them.

    For confluent-kafka's clients, and for FastStream's confluent broker as `config`.
    MisconfiguredError when the settings contradict each other or name a file that is not there.
    """
    _check(settings)
    options = {
        "bootstrap.servers": settings.kafka,
        "security.protocol": PROTOCOLS[settings.kafka_security].lower(),
    }
    if _with_sasl(settings):
        options["sasl.mechanism"] = settings.kafka_mechanism
        options["sasl.username"] = settings.kafka_user
        options["sasl.password"] = settings.kafka_password.get_secret_value()
    if _with_tls(settings):
        files = {
            "ssl.ca.location": settings.kafka_ca_file,
            "ssl.certificate.location": settings.kafka_certificate_file,
            "ssl.key.location": settings.kafka_key_file,
        }
        options |= {name: file for name, file in files.items() if file}
    return options


def reading_options(settings: Settings) -> dict[str, Any]:
    """The same for consumers, with a bound on what they fetch ahead, however much is waiting."""
    return {**librdkafka_options(settings), **AHEAD}


def kafka_python_options(settings: Settings) -> dict[str, Any]:
    """The same as keyword arguments of kafka-python's clients, bootstrap servers left out."""
    _check(settings)
    options: dict[str, Any] = {"security_protocol": PROTOCOLS[settings.kafka_security]}
    if _with_sasl(settings):
        options["sasl_mechanism"] = settings.kafka_mechanism
        options["sasl_plain_username"] = settings.kafka_user
        options["sasl_plain_password"] = settings.kafka_password.get_secret_value()
    if _with_tls(settings):
        options["ssl_cafile"] = settings.kafka_ca_file or None
        options["ssl_certfile"] = settings.kafka_certificate_file or None
        options["ssl_keyfile"] = settings.kafka_key_file or None
    return options


class Reachable:
    """A probe of the brokers that knows why they cannot be used.

    librdkafka goes on trying after a wrong password or a certificate that nobody signed, and tells
    it to a callback only (kafka-python tells it to its log): other clients wait in silence.
    """

    def __init__(self, settings: Settings) -> None:
        self._heard: KafkaError | None = None
        options = librdkafka_options(settings)
        quiet = {"log_level": 0, "error_cb": self._hear}
        self._client = AdminClient({**options, **quiet})

    async def ready(self) -> None:
        """Raise UnreachableError, with the cause, if no broker answers within ANSWER seconds."""
        await asyncio.to_thread(self.ask, ANSWER)

    def ask(self, patience: float) -> None:
        """The same without asyncio; it waits so many seconds unless it is turned away before."""
        deadline = time.monotonic() + patience
        self._heard = None
        while True:
            try:
                self._client.list_topics(timeout=TURN)
            except KafkaException as error:
                self._client.poll(0)  # what was heard meanwhile
                if self._turned_away() or time.monotonic() > deadline:
                    raise UnreachableError("Kafka", str(self._heard or error)) from error
            else:
                return

    def _turned_away(self) -> bool:
        return self._heard is not None and self._heard.code() in REFUSALS

    def _hear(self, error: KafkaError) -> None:
        if not self._turned_away():  # what comes after it says less
            self._heard = error


def _with_sasl(settings: Settings) -> bool:
    return settings.kafka_security.startswith("sasl_")


def _with_tls(settings: Settings) -> bool:
    return settings.kafka_security.endswith("tls")


def _check(settings: Settings) -> None:
    named = bool(settings.kafka_user), bool(settings.kafka_password.get_secret_value())
    if _with_sasl(settings) and not all(named):
        raise MisconfiguredError(
            f"WINNOW_KAFKA_SECURITY={settings.kafka_security} needs WINNOW_KAFKA_USER and "
            "WINNOW_KAFKA_PASSWORD"
        )
    if any(named) and not _with_sasl(settings):
        raise MisconfiguredError(
            f"WINNOW_KAFKA_SECURITY={settings.kafka_security} sends no user and no password; set "
            "it to sasl_tls, or leave WINNOW_KAFKA_USER and WINNOW_KAFKA_PASSWORD out"
        )
    _check_files(settings)


def _check_files(settings: Settings) -> None:
    files = {
        "WINNOW_KAFKA_CA_FILE": settings.kafka_ca_file,
        "WINNOW_KAFKA_CERTIFICATE_FILE": settings.kafka_certificate_file,
        "WINNOW_KAFKA_KEY_FILE": settings.kafka_key_file,
    }
    for variable, file in files.items():
        if file and not _with_tls(settings):
            raise MisconfiguredError(
                f"{variable} is for TLS, but WINNOW_KAFKA_SECURITY={settings.kafka_security}"
            )
        if file and not Path(file).is_file():
            raise MisconfiguredError(f"{variable}: there is no file {file}")
    if bool(settings.kafka_certificate_file) != bool(settings.kafka_key_file):
        raise MisconfiguredError(
            "WINNOW_KAFKA_CERTIFICATE_FILE and WINNOW_KAFKA_KEY_FILE go together"
        )
