"""A port that can't be had is said so in one line, with what to type instead."""

import socket
from collections.abc import Iterator

import pytest

from server.commands.port import require_free
from server.errors import SetupError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_taken_port_is_refused(taken: int) -> None:
    with pytest.raises(SetupError, match=f"Port {taken} is taken. Choose another: --port {taken + 1}"):
        require_free("127.0.0.1", taken)


def test_a_free_port_is_still_free_afterwards(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free: int = probe.getsockname()[1]

    require_free("127.0.0.1", free)

    socket.create_server(("127.0.0.1", free)).close()


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_number_that_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(SetupError, match=f"{port} is no port. Give one from 1 to 65535"):
        require_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "line"),
    [("203.0.113.7", "203.0.113.7 is not an address of this machine."), ("no where", "is no address.")],
)
def test_an_address_of_nobody_here_is_refused(host: str, line: str) -> None:
    with pytest.raises(SetupError, match=line):
        require_free(host, 8000)
