"""A real S3 server (versitygw) as a child process on loopback."""

import secrets
from pathlib import Path
from typing import Final, Self

from winnow.local.child import Child, answers, free_port
from winnow.local.go_program import GoProgram

VERSITYGW: Final = GoProgram(
    "versitygw",
    "github.com/versity/versitygw/cmd/versitygw",
    "v1.8.0",
    variable="WINNOW_VERSITYGW_BIN",
)
BUCKET: Final = "winnow"


class LocalS3:
    """A server with one bucket, whose objects lie in `folder` as plain files.

    Started again there, on the same port and with the same key, it has them still.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._port = free_port()
        self._key, self._secret = secrets.token_hex(10), secrets.token_urlsafe(24)
        self._child: Child | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which an S3 client reaches it."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._port}",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": self._key,
            "AWS_SECRET_ACCESS_KEY": self._secret,
        }

    def path_of(self, key: str) -> Path:
        """Where an object lies, for tests that spoil it."""
        return self._folder / "objects" / BUCKET / key

    def start(self) -> Self:
        """Find or build the server, then start it and wait until it answers."""
        self.path_of("").mkdir(parents=True, exist_ok=True)
        about = self._folder / "about"  # not in attributes, which a file system may lack
        about.mkdir(exist_ok=True)
        command = [str(VERSITYGW.find_or_build()), "--port", f"127.0.0.1:{self._port}", "--quiet"]
        command += ["posix", "--sidecar", str(about), str(self._folder / "objects")]
        keys = {"ROOT_ACCESS_KEY": self._key, "ROOT_SECRET_KEY": self._secret}
        self._child = Child(command, self._folder / "versitygw.log", env=keys)
        self._child.wait_until(lambda: answers(self._port), "versitygw")
        return self

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
