"""Answer requests until stopped.

Refuses a database that is not migrated. Needs HALLWAY_SECRETS, and HALLWAY_BASE_URL where people reach it by another
address than http://localhost:8000. Behind a reverse proxy on another machine, name that machine in
FORWARDED_ALLOW_IPS, so that the addresses of visitors are known.
"""

import argparse
import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.config import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The address; whoever sets PORT has put us in a box whose only door is that port."""
    port = os.environ.get("PORT")
    parser.add_argument(
        "--host",
        default="0.0.0.0" if port else "127.0.0.1",  # noqa: S104 (see above)
        help="address to listen on (127.0.0.1: this machine only; when PORT is set, 0.0.0.0: every address)",
    )
    parser.add_argument("--port", type=int, default=port or 8000, help="port to listen on (PORT, else 8000)")


def run(options: argparse.Namespace) -> None:
    from server.commands.port import require_free
    from server.config import Settings

    settings = Settings.from_environment()
    require_free(options.host, options.port)
    asyncio.run(_require_ready(settings))
    listen(settings, host=options.host, port=options.port)


def listen(settings: "Settings", *, host: str, port: int, access_log: bool = True) -> None:
    """Serve until a signal; then finish what was begun, for 10 seconds at most."""
    import uvicorn

    from server.app import create_app
    from server.commands.access_log import log_config
    from server.web.static import manifest
    from server.web.subscriptions import MAX_MESSAGE

    assert manifest()  # raises SetupError where the assets were not built
    uvicorn.run(
        create_app(settings),
        host=host,
        port=port,
        log_config=log_config(),
        log_level="info" if access_log else "warning",
        access_log=access_log,
        server_header=False,
        timeout_graceful_shutdown=10,
        ws_max_size=MAX_MESSAGE,
    )


async def _require_ready(settings: "Settings") -> None:
    """Raises SetupError here, where it is one line; inside the server it would be a traceback."""
    from server.commands.opening import opened

    assert settings.secret
    async with opened(settings):
        pass
