"""Badge after badge is held before the camera, and the camera goes through what cameras go through."""

import pytest
from browser.clip import held, nothing
from browser.given import Scanning
from browser.served import Served
from playwright.sync_api import Page, expect

PEOPLE = (
    "noor",
    "tomas",
    "bruno",
    "adaeze",
    "henrik",
    "lena",
    "wanjiru",
    "siobhan",
    "lukasz",
    "zeynep",
    "jose",
    "thao",
)


def test_each_badge_is_one_contact_without_a_tap(served: Served, scanning: Scanning) -> None:
    badges = [served.printed_badge(person) for person in PEOPLE]
    pictures = [picture for badge in badges for picture in (*held(badge, seconds=0.7), *nothing(seconds=0.2))]
    before = served.scans("gus")

    page = scanning(served, "gus", pictures, event="fair")

    for _ in range(120):
        met = [scan["contact"]["name"] for scan in served.scans("gus")[: -len(before) or None]]
        if len(met) >= len(PEOPLE):
            break
        page.wait_for_timeout(250)
    page.wait_for_timeout(1_500)  # the first of them come round again
    met = [scan["contact"]["name"] for scan in served.scans("gus")[: -len(before) or None]]
    assert (len(met), len(set(met))) == (len(PEOPLE), len(PEOPLE))


def test_the_camera_rests_and_comes_back(served: Served, scanning: Scanning) -> None:
    page = scanning(served, "fay", nothing(seconds=1))
    until(page, "document.querySelector('video')?.srcObject?.active")

    # It is taken away: what the browser tells of a camera that is pulled out.
    page.evaluate("""() => {
        window.taken = document.querySelector('video').srcObject;
        const [track] = window.taken.getVideoTracks();
        track.stop();
        track.dispatchEvent(new Event('ended'));
    }""")
    until(
        page,
        "document.querySelector('video')?.srcObject?.active && document.querySelector('video').srcObject !== taken",
    )

    # Nobody has used it for long.
    page.clock.install()
    page.keyboard.press("Shift")
    page.clock.fast_forward(91_000)
    wake = page.get_by_role("button", name="Wake the camera")
    expect(wake).to_be_visible()
    assert page.locator("video").count() == 0
    page.locator(".finder").click(position={"x": 20, "y": 20})
    until(page, "document.querySelector('video')?.srcObject?.active")


def until(page: Page, expression: str) -> None:
    """Waits for a fact that no element shows; Playwright's own waiting evaluates text, which our policy forbids."""
    for _ in range(300):
        if page.evaluate(f"() => Boolean({expression})"):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"waited for {expression}")
