"""What browsers load is named by its content, compressed, and kept for ever."""

import gzip
import json
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette

from server.errors import SetupError
from server.web import static


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = httpx.ASGITransport(Starlette(routes=static.routes()))
    async with httpx.AsyncClient(transport=app, base_url="http://hallway.test") as client:
        yield client


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("hallway.css", "text/css; charset=utf-8"),
        ("scan.js", "text/javascript; charset=utf-8"),
        ("icons.svg", "image/svg+xml"),
        ("zxing_reader.wasm", "application/wasm"),
        ("radio-canada-latin-wdth-normal.woff2", "font/woff2"),
        ("hallway.webmanifest", "application/manifest+json"),
    ],
)
async def test_asset(client: httpx.AsyncClient, name: str, media_type: str) -> None:
    answer = await client.get(static.asset(name))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_only_a_worker_may_compile_wasm(client: httpx.AsyncClient) -> None:
    policies = {
        plain: (await client.get(static.asset(plain))).headers["content-security-policy"]
        for plain in ("decode.worker.js", "scan.js", "logo.svg")
    }

    assert policies == {
        "decode.worker.js": "default-src 'none'; connect-src 'self'; script-src 'wasm-unsafe-eval'",
        "scan.js": "default-src 'none'",
        "logo.svg": "default-src 'none'",
    }


async def test_asset_compressed_is_the_same(client: httpx.AsyncClient) -> None:
    address = static.asset("hallway.css")
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})

    packed = await client.get(address, headers={"Accept-Encoding": "gzip"})
    packed_better = await client.get(address, headers={"Accept-Encoding": "gzip, br"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed_better.headers["content-encoding"] == "br"
    assert packed.content == plain.content  # the client has unpacked it
    assert int(packed_better.headers["content-length"]) < int(packed.headers["content-length"]) < len(plain.content)
    assert gzip.decompress((static.FOLDER / f"{address.rpartition('/')[2]}.gz").read_bytes()) == plain.content


@pytest.mark.parametrize(
    "path", ["manifest.json", "..%2fconfig.py", "%2e%2e/config.py", ".built-from", "nothing.css", "hallway.css"]
)
async def test_asset_that_is_none(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"/static/{path}")

    assert answer.status_code == 404


def test_asset_of_no_such_name_is_a_bug() -> None:
    with pytest.raises(LookupError, match=r"No asset is named 'hallway.scss'"):
        static.asset("hallway.scss")


def test_asset_before_any_build_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static, "FOLDER", tmp_path)
    static.manifest.cache_clear()
    try:
        with pytest.raises(SetupError, match="npm ci && npm run build"):
            static.asset("hallway.css")
    finally:
        static.manifest.cache_clear()


def test_no_asset_names_a_foreign_host() -> None:
    found = [
        (name, host)
        for name in json.loads((static.FOLDER / "manifest.json").read_bytes()).values()
        if name.endswith((".css", ".webmanifest"))
        for host in ("http://", "https://", "//")
        if host in (static.FOLDER / name).read_text()
    ]

    assert found == []


async def test_service_worker_lies_at_the_root_and_is_looked_at_anew_each_time(client: httpx.AsyncClient) -> None:
    answer = await client.get("/sw.js")

    taken = ("hallway.css", "phone.js", "scan.js", "decode.worker.js", "zxing_reader.wasm")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert [plain for plain in taken if static.asset(plain) not in answer.text] == []


async def test_home_screens_find_pictures_of_the_size_they_are_told(client: httpx.AsyncClient) -> None:
    manifest = (await client.get(static.asset("hallway.webmanifest"))).json()

    sizes = {}
    for icon in manifest["icons"]:
        answer = await client.get(icon["src"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, icon["type"])
        if icon["type"] == "image/png":
            with Image.open(BytesIO(answer.content)) as picture:
                sizes[icon["purpose"], icon["sizes"]] = (picture.size, picture.getchannel("A").getpixel((0, 0)))
    assert sizes == {
        ("any", "192x192"): ((192, 192), 0),
        ("any", "512x512"): ((512, 512), 0),
        ("maskable", "512x512"): ((512, 512), 255),
    }
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
