"""A real Apache Kafka (KRaft, one node) as a child process on loopback."""

import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from winnow.cache import cache_folder
from winnow.errors import MisconfiguredError
from winnow.local.child import Child, answers, free_port, tell

VERSION: Final = "4.1.1"
POM: Final = Path(__file__).with_name("kafka.pom.xml")
HEAP: Final = ("-Xmx256m", "-Xms64m")
FLAGS: Final = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")

# One node, few partitions, and no waiting for members or replicas that cannot come.
PROPERTIES: Final = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=CLIENTS://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=CLIENTS://127.0.0.1:{port}
listener.security.protocol.map=CLIENTS:{protocol},CONTROLLER:PLAINTEXT
inter.broker.listener.name=CLIENTS
controller.listener.names=CONTROLLER
log.dirs={folder}/log
auto.create.topics.enable=false
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
group.coordinator.append.linger.ms=0
broker.session.timeout.ms=1500
broker.heartbeat.interval.ms=300
controller.quorum.election.timeout.ms=200
"""


@dataclass(frozen=True, slots=True)
class Listener:
    """How the broker lets clients in: Kafka's protocol, more properties, SCRAM users.

    `users` are in the spelling of `kafka-storage format --add-scram`; they are made with the log.
    """

    protocol: str = "PLAINTEXT"
    properties: str = ""
    users: tuple[str, ...] = ()


class LocalKafka:
    """A broker whose log lies in `folder`; started again there, it goes on where it was."""

    def __init__(
        self, folder: Path, port: int | None = None, listener: Listener | None = None
    ) -> None:
        self._listener = listener or Listener()
        self._folder = folder.resolve()
        self._port = port or free_port()
        self._child: Child | None = None

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self._port}"

    def start(self) -> Self:
        """Fetch the jars and format the log where that was not done, then start and wait."""
        jars = fetch_jars()
        self._folder.mkdir(parents=True, exist_ok=True)
        properties = self._folder / "server.properties"
        properties.write_text(self._properties())
        java = [java_command(), *HEAP, *FLAGS, "-cp", f"{jars}/*"]
        if not (self._folder / "log" / "meta.properties").exists():
            _format(java, properties, self._listener.users)
        log = self._folder / "kafka.log"
        self._child = Child([*java, "kafka.Kafka", str(properties)], log)
        self._child.wait_until(lambda: answers(self._port), "Kafka")
        return self

    def _properties(self) -> str:
        general = PROPERTIES.format(
            port=self._port,
            controller=free_port(),
            folder=self._folder,
            protocol=self._listener.protocol,
        )
        return general + self._listener.properties

    def running(self) -> bool:
        return self._child is not None and self._child.running()

    def stop(self) -> None:
        if self._child:
            self._child.stop()

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        if self._child:
            self._child.kill()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def java_command() -> str:
    """The Java to use; MisconfiguredError if there is none."""
    if java := shutil.which("java"):
        return java
    raise MisconfiguredError("no Java; run `apt-get install openjdk-17-jre-headless`")


def fetch_jars() -> Path:
    """The folder of Kafka's jars; fetched by Maven the first time, whole or not at all."""
    folder = cache_folder() / "kafka" / VERSION
    if folder.is_dir():
        return folder
    maven = shutil.which("mvn")
    if maven is None:
        raise MisconfiguredError("Kafka's jars are fetched by Maven; run `apt-get install maven`")
    tell("Fetching Kafka ...")
    part = folder.with_name(f"{VERSION}.{uuid.uuid4().hex}")
    copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    told = subprocess.run(
        [
            maven,
            "-q",
            "-B",
            "-f",
            str(POM),
            copy,
            "-DincludeScope=runtime",
            f"-DoutputDirectory={part}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise MisconfiguredError(
            f"Maven could not fetch Kafka:\n{told.stdout[-1500:]}{told.stderr}"
        )
    if folder.is_dir():  # somebody else was quicker
        shutil.rmtree(part)
    else:
        part.rename(folder)
    return folder


def _format(java: list[str], properties: Path, users: tuple[str, ...]) -> None:
    scram = [part for user in users for part in ("--add-scram", user)]
    tool = [*java, "kafka.tools.StorageTool", "format", "-t", _cluster_id()]
    told = subprocess.run(
        [*tool, "-c", str(properties), *scram],
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise MisconfiguredError(f"Kafka's log could not be made:\n{told.stdout}{told.stderr}")


def _cluster_id() -> str:
    """A random id in Kafka's spelling: 16 bytes, URL-safe base64, no padding, no leading dash."""
    import base64

    while (spelt := base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[:22]).startswith("-"):
        continue
    return spelt
