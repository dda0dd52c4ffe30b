"""Badges are held before a camera, and their people are contacts with time and place."""

from datetime import UTC, datetime, timedelta

import pytest
from browser.clip import held, nothing
from browser.given import Scanning
from browser.served import Served
from playwright.sync_api import Page, expect


@pytest.fixture(scope="session", params=["served", "served_by_postgresql"])
def either(request: pytest.FixtureRequest) -> Served:
    served: Served = request.getfixturevalue(request.param)
    return served


def test_scan_two_badges_held_before_the_camera(either: Served, scanning: Scanning) -> None:
    begun = datetime.now(UTC)
    badges = [
        *held(either.badge("dana"), seconds=1.5),
        *nothing(seconds=1.5),
        *held(either.badge("ben"), seconds=1.5),
        *nothing(seconds=1.5),
    ]

    page = scanning(either, "ada", badges, event="fair")

    answer = page.locator("[data-answers]")
    expect(answer).to_contain_text(either.name("dana"))
    expect(answer).to_contain_text(either.name("ben"))
    newest = either.scans("ada")[:2]
    assert [(scan["contact"]["name"], scan["how"], scan["event"]) for scan in newest] == [
        (either.name("ben"), "CAMERA", {"slug": either.slug("fair")}),
        (either.name("dana"), "CAMERA", {"slug": either.slug("fair")}),
    ]
    for scan in newest:
        assert begun - timedelta(seconds=1) < datetime.fromisoformat(scan["scannedAt"]) < datetime.now(UTC)
    page.goto("/contacts")
    for person in ("dana", "ben"):
        expect(page.get_by_role("link", name=either.name(person))).to_be_visible()


def test_scan_two_badges_in_one_picture(served: Served, scanning: Scanning) -> None:
    both = [*held(served.badge("fay"), served.badge("gus"), seconds=1.5), *nothing(seconds=3.5)]

    page = scanning(served, "eli", both)

    answer = page.locator("[data-answers]")
    expect(answer).to_contain_text(served.name("fay"))
    expect(answer).to_contain_text(served.name("gus"))
    names = [scan["contact"]["name"] for scan in served.scans("eli")[:2]]
    assert sorted(names) == sorted([served.name("fay"), served.name("gus")])


def test_scan_the_same_badge_again_adds_nothing(served: Served, scanning: Scanning) -> None:
    before = served.scans("fay")
    leaves_and_comes_back = [*held(served.badge("chen"), seconds=1), *nothing(seconds=3.5)]

    page = scanning(served, "fay", leaves_and_comes_back)

    answer = page.locator("[data-answers] .result")
    expect(answer).to_have_attribute("data-state", "saved")
    expect(answer).to_have_attribute("data-state", "already", timeout=10_000)
    expect(answer).to_contain_text("Nothing was added.")
    assert [scan["contact"]["name"] for scan in served.scans("fay")] == [
        served.name("chen"),
        *(scan["contact"]["name"] for scan in before),
    ]


def test_scan_a_code_of_somebody_else(served: Served, scanning: Scanning) -> None:
    before = served.scans("gus")

    page = scanning(served, "gus", held("https://tessel-bio.example/jobs?ref=fair", seconds=2))

    answer = page.locator("[data-answers] .result")
    expect(answer).to_have_attribute("data-state", "unknown")
    expect(answer).to_contain_text("Not a Hallway badge")
    expect(answer).to_contain_text("This code opens an address at tessel-bio.example. Nothing was saved.")
    assert served.scans("gus") == before


def test_scan_ones_own_badge(served: Served, scanning: Scanning) -> None:
    page = scanning(served, "ada", held(served.badge("ada"), seconds=2))

    answer = page.locator("[data-answers] .result")
    expect(answer).to_have_attribute("data-state", "unknown")
    expect(answer).to_contain_text("This is your own badge.")


def test_scan_when_the_code_reader_came_late(served: Served, scanning: Scanning, expected: list[str]) -> None:
    expected.extend(["ERR_FAILED", "wasm", "ArrayBuffer instantiation", "Failed to fetch"])
    page = scanning(served, "dana", held(served.badge("hana"), seconds=1), without=["**/*.wasm"])

    expect(page.get_by_role("alert")).to_contain_text("The code reader did not load.")
    page.unroute("**/*.wasm")
    page.get_by_role("button", name="Start the camera").click()

    expect(page.locator("[data-answers] .result")).to_be_visible()


def test_the_camera_rests_while_nobody_looks(served: Served, scanning: Scanning) -> None:
    page = scanning(served, "chen", nothing(seconds=1))
    until(page, "document.querySelector('video')?.srcObject?.active")

    look(page, away=True)

    until(page, "document.querySelector('video').srcObject === null")
    assert page.evaluate("window.before.getTracks().map((track) => track.readyState)") == ["ended"]

    look(page, away=False)

    until(page, "document.querySelector('video').srcObject?.active")


def look(page: Page, *, away: bool) -> None:
    """Another tab is chosen, or this one again; headless browsers show all tabs at once."""
    page.evaluate(
        """(away) => {
            window.before ??= document.querySelector('video').srcObject;
            Object.defineProperty(document, 'hidden', { value: away, configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }""",
        away,
    )


def until(page: Page, expression: str) -> None:
    """Waits for a fact that no element shows; Playwright's own waiting evaluates text, which our policy forbids."""
    for _ in range(200):
        if page.evaluate(f"() => Boolean({expression})"):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"waited for {expression}")
