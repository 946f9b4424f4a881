"""A real server that speaks S3, on loopback: Bahrain's and Jordan's files in one private bucket."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3

from tests.smtp import free_port

NAME, ID, WORD = "people", "an-id", "a-key"


@contextmanager
def bucket_server() -> Iterator[str]:
    """Run the server in a process of its own with an empty bucket; yield its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        env={"PATH": os.environ["PATH"]},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        address = f"http://127.0.0.1:{port}"
        client(address).create_bucket(Bucket=NAME)
        yield address
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        assert process.poll() is None, "the bucket's server stopped by itself"
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the bucket's server did not start")


def client(address: str) -> Any:
    """Return a client of the test's own, beside the one under test."""
    return boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=ID,
        aws_secret_access_key=WORD,
    )
