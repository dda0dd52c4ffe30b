"""A calendar is fetched from its address: from the public internet only, in bounded time and size."""

import asyncio
import socket
from dataclasses import dataclass
from ipaddress import ip_address

import httpx

from server.imports.calendar_file import MAX_OCTETS, CalendarUnreadable

MAX_SECONDS = 60
MAX_REDIRECTS = 5
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class CalendarUnreachable(CalendarUnreadable):
    """The address leads to no calendar that may be fetched; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    octets: bytes | None
    """None: nothing new since the validators that came along."""
    etag: str | None = None
    last_modified: str | None = None
    """Validators for the next time, as the server there wrote them (RFC 9110 §8.8)."""


async def fetch_calendar(address: str, *, private: bool = False) -> bytes:
    """The octets behind `address`. Raises as `fetch`."""
    found = await fetch(address, private=private)
    assert found.octets is not None
    return found.octets


async def fetch(
    address: str,
    *,
    private: bool = False,
    etag: str | None = None,
    last_modified: str | None = None,
    most: int = MAX_OCTETS,
) -> Fetched:
    """What is at `address`: `https`, `http`, or `webcal`, which is `https` by another name.

    `private` says that whoever gave the address may reach what is inside this network; a public address never leads
    there. With a validator it is asked for only if it changed (RFC 9110 §13). Raises CalendarUnreachable: for an
    address that is inside, too many redirects, an answer other than 200, or one that takes longer than MAX_SECONDS or
    has more than `most` octets.
    """
    url = _parsed(address)
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in asked.items() if value}
    try:
        async with (
            asyncio.timeout(MAX_SECONDS),
            httpx.AsyncClient(follow_redirects=False, trust_env=False, timeout=20) as client,
        ):
            for _hop in range(MAX_REDIRECTS + 1):
                number, inside = await _number(url)
                private = private and inside
                if inside and not private:
                    raise CalendarUnreachable(f"{url.host} is inside this network. Save the calendar as a file.")
                answer = await _get(client, url, number, headers, most)
                if isinstance(answer, Fetched):
                    return answer
                url = _parsed(str(url.join(answer)))
    except TimeoutError as fault:
        raise CalendarUnreachable(f"{url.host} took longer than {MAX_SECONDS} seconds. Try again later.") from fault
    except httpx.HTTPError as fault:
        raise CalendarUnreachable(f"{url.host} did not answer: {fault or type(fault).__name__}.") from fault
    raise CalendarUnreachable(f"{url.host} redirects more than {MAX_REDIRECTS} times. Give the last address.")


def _parsed(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL as fault:
        raise CalendarUnreachable(f"“{address[:100]}” is no address. One begins with https:// or webcal://.") from fault
    if url.scheme not in _SCHEMES or not url.host:
        raise CalendarUnreachable(f"“{address[:100]}” is no address of a calendar. Use https:// or webcal://.")
    return url.copy_with(scheme=_SCHEMES[url.scheme])


async def _get(
    client: httpx.AsyncClient, url: httpx.URL, number: str, headers: dict[str, str], most: int
) -> Fetched | str:
    """What it answers, or where it is redirected to.

    `number` is what is connected to: a name that is looked up again may have another answer by then.
    """
    port = f":{url.port}" if url.port else ""
    request = client.build_request(
        "GET",
        url.copy_with(host=number),
        headers={"Host": f"{url.raw_host.decode()}{port}", "Accept": "text/calendar, */*;q=0.5", **headers},
        extensions={"sni_hostname": url.raw_host.decode()},
    )
    answer = await client.send(request, stream=True)
    try:
        if answer.status_code == httpx.codes.NOT_MODIFIED and headers:
            return Fetched(None)
        if answer.is_redirect and "location" in answer.headers:
            return answer.headers["location"]
        if answer.status_code != httpx.codes.OK:
            raise CalendarUnreachable(
                f"{url.host} answers {answer.status_code} instead of a calendar. Open it in a browser to see why."
            )
        octets = await _limited(answer, url, most)
        validators = (answer.headers.get(name) for name in ("etag", "last-modified"))
        return Fetched(octets, *(value if value and len(value) <= 100 else None for value in validators))
    finally:
        await answer.aclose()


async def _number(url: httpx.URL) -> tuple[str, bool]:
    """The IP address of the host, and whether any of its addresses is inside this network."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise CalendarUnreachable(f"No computer is called {url.host}. Look for a misspelling.") from fault
    numbers = [str(entry[4][0]) for entry in found]
    return numbers[0], not all(ip_address(number.partition("%")[0]).is_global for number in numbers)


async def _limited(answer: httpx.Response, url: httpx.URL, most: int) -> bytes:
    octets = bytearray()
    async for piece in answer.aiter_bytes(65_536):
        octets += piece
        if len(octets) > most:
            raise CalendarUnreachable(f"{url.host} sends more than {most // 1_000_000} MB. Export fewer events.")
    return bytes(octets)
