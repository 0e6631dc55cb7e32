"""Chooses the blob store that the settings name."""

import os
from datetime import timedelta
from urllib.parse import urlsplit

from obstore.store import LocalStore, S3Store

from winnow.config import Settings
from winnow.errors import MisconfiguredError
from winnow.storage.objects import ObjectBlobs
from winnow.storage.port import BlobStore


def open_blobs(settings: Settings) -> BlobStore:
    """Open `s3://bucket[/prefix]`, or files under `data` where `blobs` is empty.

    S3 reads credentials, region and endpoint from the usual AWS_* variables.
    """
    if not settings.blobs:
        return ObjectBlobs(LocalStore(settings.data / "blobs", mkdir=True))
    url = urlsplit(settings.blobs)
    if url.scheme != "s3" or not url.netloc:
        raise MisconfiguredError(f"WINNOW_BLOBS must be s3://bucket[/prefix], not {settings.blobs}")
    return ObjectBlobs(
        S3Store(
            url.netloc,
            prefix=url.path.strip("/") or None,
            client_options={
                "timeout": timedelta(seconds=60),
                "connect_timeout": timedelta(seconds=5),
                "allow_http": _endpoint().startswith("http://"),
            },
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=20)},
        )
    )


def _endpoint() -> str:
    names = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT")
    return next((os.environ[name] for name in names if os.environ.get(name)), "")
