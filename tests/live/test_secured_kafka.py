"""A broker that lets in only whom it knows, and only over TLS."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from typer.testing import CliRunner

from winnow import streams
from winnow.cli.main import app
from winnow.config import Settings
from winnow.contracts.base import BlobRef
from winnow.contracts.documents import DocumentIndexed, DocumentParsed, Source
from winnow.errors import UnreachableError
from winnow.local.child import free_port
from winnow.local.kafka import Listener, LocalKafka
from winnow.messaging.connection import Reachable, kafka_python_options
from winnow.messaging.handler import Handler
from winnow.messaging.letters import read_letters
from winnow.messaging.publisher import KafkaPublisher
from winnow.messaging.runtime import serve
from winnow.messaging.topics import apply_topics, lag
from winnow.records.migrate import migrate
from winnow.service import Service
from winnow.testing.certificates import Authority

pytestmark = pytest.mark.live
PATIENCE = 60.0
PASSWORD = "right"
BLOB = BlobRef(uri=f"blob://default/{'0' * 64}", sha256="0" * 64, size=1)
TLS = """\
ssl.keystore.type=PEM
ssl.keystore.location={folder}/server.pem
ssl.truststore.type=PEM
ssl.truststore.location={folder}/ca.pem
"""
SASL = """\
sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=PLAIN
listener.name.clients.plain.sasl.jaas.config=\\
org.apache.kafka.common.security.plain.PlainLoginModule required \\
username="broker" password="own" user_broker="own" user_ann="{password}";
listener.name.clients.scram-sha-256.sasl.jaas.config=\\
org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.clients.scram-sha-512.sasl.jaas.config=\\
org.apache.kafka.common.security.scram.ScramLoginModule required;
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates of the broker, of the authority that signed it, and of a client."""
    folder = tmp_path_factory.mktemp("secured")
    authority = Authority()
    server, client = authority.sign("broker"), authority.sign("ann")
    (folder / "ca.pem").write_text(authority.certificate)
    (folder / "stranger.pem").write_text(Authority().certificate)
    (folder / "server.pem").write_text(server.key + server.certificate + authority.certificate)
    (folder / "client.pem").write_text(client.certificate)
    (folder / "client.key").write_text(client.key)
    return folder


@pytest.fixture(scope="module")
def broker(folder: Path) -> Iterator[LocalKafka]:
    """Speaks SASL over TLS and nothing else."""
    users = tuple(f"SCRAM-SHA-{bits}=[name=ann,password={PASSWORD}]" for bits in (256, 512))
    properties = (TLS + SASL).format(password=PASSWORD, folder=folder)
    with LocalKafka(folder / "kafka", listener=Listener("SASL_SSL", properties, users)) as broker:
        settings = settings_for(broker, folder)
        apply_topics(broker.bootstrap, "test", kafka_python_options(settings))
        yield broker


@pytest.fixture(scope="module")
def mutual(folder: Path) -> Iterator[LocalKafka]:
    """Knows clients by their certificates."""
    properties = TLS.format(folder=folder) + "ssl.client.auth=required\n"
    with LocalKafka(folder / "mutual", listener=Listener("SSL", properties)) as broker:
        yield broker


def settings_for(broker: LocalKafka, folder: Path, **others: Any) -> Settings:
    given: dict[str, Any] = {
        "kafka": broker.bootstrap,
        "kafka_security": "sasl_tls",
        "kafka_user": "ann",
        "kafka_password": PASSWORD,
        "kafka_ca_file": str(folder / "ca.pem"),
        "data": folder / "data",
    }
    return Settings(_env_file=None, **{**given, **others})


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
async def test_every_client_is_let_in_with_the_right_password(
    broker: LocalKafka, folder: Path, mechanism: str
) -> None:
    settings = settings_for(broker, folder, kafka_mechanism=mechanism)
    await Reachable(settings).ready()
    security = kafka_python_options(settings)
    assert set(apply_topics(broker.bootstrap, "test", security).values()) == {"unchanged"}
    assert lag(broker.bootstrap, security)
    assert read_letters(broker.bootstrap, security) == []


async def test_a_client_may_show_a_certificate_instead_of_a_password(
    mutual: LocalKafka, folder: Path
) -> None:
    open_door = {"kafka_security": "tls", "kafka_user": "", "kafka_password": ""}
    own = {
        "kafka_certificate_file": str(folder / "client.pem"),
        "kafka_key_file": str(folder / "client.key"),
    }
    certified = settings_for(mutual, folder, **open_door, **own)
    await Reachable(certified).ready()
    states = apply_topics(mutual.bootstrap, "test", kafka_python_options(certified))
    assert set(states.values()) == {"created"}
    with pytest.raises(UnreachableError):
        await Reachable(settings_for(mutual, folder, **open_door)).ready()


async def test_a_wrong_password_is_told_as_the_cause(broker: LocalKafka, folder: Path) -> None:
    settings = settings_for(broker, folder, kafka_password="wrong")
    with pytest.raises(UnreachableError, match="Authentication failed"):
        await Reachable(settings).ready()


async def test_a_broker_that_a_stranger_signed_is_not_trusted(
    broker: LocalKafka, folder: Path
) -> None:
    settings = settings_for(broker, folder, kafka_ca_file=str(folder / "stranger.pem"))
    with pytest.raises(UnreachableError, match="certificate"):
        await Reachable(settings).ready()


def test_the_command_line_says_that_it_was_turned_away(
    broker: LocalKafka, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WINNOW_KAFKA", broker.bootstrap)
    monkeypatch.setenv("WINNOW_KAFKA_SECURITY", "sasl_tls")
    monkeypatch.setenv("WINNOW_KAFKA_CA_FILE", str(folder / "ca.pem"))
    monkeypatch.setenv("WINNOW_KAFKA_USER", "ann")
    monkeypatch.setenv("WINNOW_KAFKA_PASSWORD", PASSWORD)
    assert CliRunner().invoke(app, ["topics", "lag", "--json"]).exit_code == 0
    monkeypatch.setenv("WINNOW_KAFKA_PASSWORD", "wrong")
    for command in (["topics", "apply"], ["topics", "lag"], ["dead-letters", "list"]):
        told = CliRunner().invoke(app, command)
        assert told.exit_code == 2
        assert "Authentication failed" in " ".join(told.stderr.split())


@pytest.mark.parametrize("exactly_once", [False, True])
async def test_a_service_works_there(
    broker: LocalKafka, folder: Path, *, exactly_once: bool
) -> None:
    settings = settings_for(broker, folder)
    await migrate(settings.database_url())
    service, stop = service_for(settings, exactly_once=exactly_once), asyncio.Event()
    running = asyncio.create_task(serve([service], stop))
    publisher = KafkaPublisher(settings, "ingest")
    await publisher.publish(parsed())
    deadline = time.monotonic() + PATIENCE
    while not await asyncio.to_thread(all_read, settings):
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.3)
    assert await causes(service) == {}
    await publisher.close()
    stop.set()
    await running


async def test_a_service_with_a_wrong_password_says_so_and_can_be_stopped(
    broker: LocalKafka, folder: Path
) -> None:
    settings = settings_for(broker, folder, kafka_password="wrong")
    await migrate(settings.database_url())
    service, stop = service_for(settings, exactly_once=False), asyncio.Event()
    running = asyncio.create_task(serve([service], stop))
    async with asyncio.timeout(PATIENCE):
        while "Authentication failed" not in (await causes(service)).get("kafka", ""):
            continue
        stop.set()
        await running


def service_for(settings: Settings, *, exactly_once: bool) -> Service:
    handler = Handler(streams.PARSED, index, (streams.INDEXED,), exactly_once=exactly_once)
    return Service("embed", settings, None, free_port(), (handler,))


async def index(event: DocumentParsed, _: None) -> DocumentIndexed:
    return DocumentIndexed(**event.caused("embed"), chunks=1, model="m", seconds=0)


def all_read(settings: Settings) -> bool:
    """Whether the service has read what was published, and committed that."""
    found = lag(settings.kafka, kafka_python_options(settings))
    [mine] = [one for one in found if one.group == "winnow.embed.documents.parsed"]
    return mine.end > 0 and mine.behind == 0


async def causes(service: Service) -> dict[str, str]:
    """What /readyz names, once it answers."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.port}") as http:
        while True:
            try:
                found: dict[str, str] = (await http.get("/readyz", timeout=10)).json()["causes"]
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return found


def parsed() -> DocumentParsed:
    source = Source(
        file_name="a.txt",
        original=BLOB,
        media_type="text/plain",
        pages=1,
        parsed=BLOB,
        submitted_at="2026-01-01T00:00:00Z",
        submission="s",
    )
    return DocumentParsed(document_id=uuid4(), source=source, characters=1, chunks=1, seconds=0)
