"""What must hold of a file that was read or refused, as far as a program can tell."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.robustness.files import Sample

BLOWN_UP = 100  # characters for a byte of the file
HARMLESS = 200_000  # characters at any ratio
SOME = 20  # characters that another reader finds; fewer may be a matter of taste
OUTSIDE = ("/etc/hostname", "/etc/passwd", "/etc/hosts")


@dataclass(frozen=True)
class End:
    """How a document ended: parsed, dead (with its reason), crash, hang or unfinished."""

    how: str
    reason: str = ""
    detail: str = ""
    text: str = ""
    seconds: float = 0.0
    hidden: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        return f"{self.how} {self.reason} {self.detail[:100]}".strip()


def disagreements(sample: Sample, end: End) -> Iterator[str]:
    """Each way in which the end is not what a sound system does."""
    if end.how not in ("parsed", "dead"):
        yield end.told
        return
    yield from (f"its text holds {secret!r} of this machine" for secret in _leaked(end.text))
    if len(end.text) > max(HARMLESS, BLOWN_UP * sample.size):
        yield f"{len(end.text)} characters from {sample.size} bytes"
    if sample.category == "encrypted":
        yield from _of_encrypted(sample, end)
    elif sample.category == "polyglot":
        if end.reason != "file_polyglot":
            yield f"a polyglot, yet {end.told}"
    elif end.how == "dead" and (sample.reference or 0) >= SOME:
        yield f"{end.told}; pdftotext finds {sample.reference} characters"
    if sample.must in ("typed error", "binary text refused or empty") and end.how != "dead":
        yield f"must: {sample.must}; got {len(end.text)} characters"
    if sample.must.endswith("text still read") and end.reason not in ("", "file_unsupported"):
        yield f"must: {sample.must}; {end.told}"


def _of_encrypted(sample: Sample, end: End) -> Iterator[str]:
    """A file that opens without a password, like one whose owner alone has one, may be read."""
    if end.how == "parsed" and not sample.reference:
        yield f"encrypted, yet {len(end.text)} characters: {end.text[:60]!r}"
    if end.how == "dead" and end.reason not in ("file_encrypted", "file_unsupported"):
        yield f"encrypted, yet {end.told}"


def _leaked(text: str) -> Iterator[str]:
    return (secret for secret in SECRETS if secret in text)


def _secrets() -> frozenset[str]:
    """Lines of files that a document might try to take in, and this machine's name."""
    found = {socket.gethostname()}
    for path in OUTSIDE:
        if Path(path).exists():
            found.update(Path(path).read_text(errors="replace").splitlines()[:1])
    return frozenset(secret.strip() for secret in found if len(secret.strip()) >= 5)


SECRETS = _secrets() - {"localhost"}
