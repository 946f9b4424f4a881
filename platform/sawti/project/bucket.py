"""The bucket of people's files: a server that is away is told soon, and in our own words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from sawti.attachments.errors import StorageAway

log = logging.getLogger("sawti.bucket")
MOST_SECONDS_TO_CONNECT, MOST_SECONDS_TO_ANSWER = 3, 20


class Bucket(S3Storage):  # type: ignore[misc]  # django-storages has no types
    """A private bucket on Amazon's or any other S3 server; only what we use of it is here."""

    def __init__(self, **options: Any) -> None:
        # Other servers than Amazon's have no name in the DNS for each bucket.
        style = "path" if options.get("endpoint_url") else "auto"
        patience = Config(
            connect_timeout=MOST_SECONDS_TO_CONNECT,
            read_timeout=MOST_SECONDS_TO_ANSWER,
            retries={"mode": "standard", "max_attempts": 2},
            signature_version="s3v4",
            s3={"addressing_style": style},
        )
        one_by_one = TransferConfig(use_threads=False)
        super().__init__(client_config=patience, transfer_config=one_by_one, **options)

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _reaching():
            file = super()._open(name, mode)
            file.seek(0)  # fetches it: while an answer is on its way nobody could be told
            return file

    def _save(self, name: str, content: Any) -> str:
        with _reaching():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _reaching():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _reaching():
            return bool(super().exists(name))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _reaching():
            folders, names = super().listdir(path)
            return list(folders), list(names)

    def get_modified_time(self, name: str) -> datetime:
        with _reaching():
            found: datetime = super().get_modified_time(name)
            return found


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        log.error("the bucket refused: %s", error.response["Error"]["Code"])
        raise StorageAway from error
    except BotoCoreError as error:
        log.error("the bucket is away: %s", type(error).__name__)
        raise StorageAway from error
