"""Ports on loopback."""

import errno
import socket

from sawti.project.env import SetUpError


def free_port(wanted: int | None = None) -> int:
    """Return `wanted`, or any port that is free; raise SetUpError when `wanted` is taken."""
    with socket.socket() as listener:
        # As servers do: a port whose last connections are only just closing counts as free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", wanted or 0))
        except OSError as error:
            raise SetUpError(_sentence(wanted, error)) from None
        return int(listener.getsockname()[1])


def _sentence(wanted: int | None, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {wanted} is in use; stop the program that listens there or choose another port."
        )
    if error.errno == errno.EACCES:
        return f"Port {wanted} is for root only; choose one above 1023."
    return f"Port {wanted} cannot be used: {error.strerror}."
