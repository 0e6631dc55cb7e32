"""A real Weaviate server as a child process on loopback."""

import secrets
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final, Self

from winnow.local.child import Child, free_port
from winnow.local.go_program import GoProgram

WEAVIATE: Final = GoProgram(
    "Weaviate",
    "github.com/weaviate/weaviate/cmd/weaviate-server",
    "v1.39.3",
    variable="WINNOW_WEAVIATE_BIN",
)
find, find_or_build = WEAVIATE.find, WEAVIATE.find_or_build


class LocalWeaviate:
    """A server whose data lie in `folder`. Only who knows `api_key` may use it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._port, self.grpc_port = free_port(), free_port()
        self.api_key = secrets.token_urlsafe(24)
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> Self:
        """Find or build the server, then start it and wait until it is ready."""
        command = [str(find_or_build()), "--host", "127.0.0.1", "--port", str(self._port)]
        command += ["--scheme", "http", "--read-timeout=600s", "--write-timeout=600s"]
        log = self._folder / "weaviate.log"
        self._child = Child(command, log, env=self._environment())
        self._child.wait_until(self._ready, "Weaviate")
        return self

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

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/v1/.well-known/ready", timeout=1) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _environment(self) -> dict[str, str]:
        # gRPC and the cluster's data port bind every interface: both ask for a secret
        return {
            "PERSISTENCE_DATA_PATH": str(self._folder / "data"),
            "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED": "false",
            "AUTHENTICATION_APIKEY_ENABLED": "true",
            "AUTHENTICATION_APIKEY_ALLOWED_KEYS": self.api_key,
            "AUTHENTICATION_APIKEY_USERS": "winnow",
            "AUTHORIZATION_ADMINLIST_ENABLED": "true",
            "AUTHORIZATION_ADMINLIST_USERS": "winnow",
            "DEFAULT_VECTORIZER_MODULE": "none",
            "AUTOSCHEMA_ENABLED": "false",
            "CLUSTER_HOSTNAME": "node1",
            "CLUSTER_BIND_ADDR": "127.0.0.1",
            "CLUSTER_ADVERTISE_ADDR": "127.0.0.1",
            "CLUSTER_GOSSIP_BIND_PORT": str(free_port()),
            "CLUSTER_DATA_BIND_PORT": str(free_port()),
            "CLUSTER_BASIC_AUTH_USERNAME": "winnow",
            "CLUSTER_BASIC_AUTH_PASSWORD": secrets.token_urlsafe(24),
            "RAFT_PORT": str(free_port()),
            "RAFT_INTERNAL_RPC_PORT": str(free_port()),
            "RAFT_BOOTSTRAP_EXPECT": "1",
            "RAFT_TIMEOUTS_MULTIPLIER": "1",
            "GRPC_PORT": str(self.grpc_port),
            "DISABLE_TELEMETRY": "true",
            "GO_PROFILING_DISABLE": "true",
        }
