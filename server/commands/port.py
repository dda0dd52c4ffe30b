"""The port of a command, with one clear line where it can't be had. Standard library only: dev.py asks here too."""

import errno
import socket

from server.errors import SetupError


def require_free(host: str, port: int) -> None:
    """Raises SetupError where nobody could listen at `host` and `port`, saying what to type instead."""
    if not 0 < port < 65536:
        raise SetupError(f"{port} is no port. Give one from 1 to 65535, as in --port 8001.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server will
            probe.bind(address)
    except PermissionError as fault:
        raise SetupError(f"Port {port} is for administrators. Choose one above 1023: --port 8000") from fault
    except socket.gaierror as fault:
        raise SetupError(f"{host} is no address. Give 127.0.0.1 for this machine only, 0.0.0.0 for all.") from fault
    except OSError as fault:
        if fault.errno == errno.EADDRNOTAVAIL:
            raise SetupError(f"{host} is not an address of this machine. Give 127.0.0.1, or 0.0.0.0.") from fault
        raise SetupError(f"Port {port} is taken. Choose another: --port {port % 65535 + 1}") from fault
