"""Every page stands in light and in dark, from 320 px on, for keys and for those who listen."""

from collections.abc import Iterator

import drawn
import pytest
from browser.given import Axe, NewContext
from browser.served import SECRET, Served
from playwright.sync_api import Browser, Page

from schema.ids import global_id
from server import clock
from server.keys import derived_key, new_key
from server.seed.invitation_rows import demo_invitation

FOR_EVERYBODY = (
    "/",
    "/month",
    "/week?campus=boston",
    "/?q=glassblowing",
    "/?kind=fair&campus=boston",
    "/organizations",
    "/sign-in",
)
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""What axe finds otherwise in dark: the rest is the same elements."""
SCAN = "mutation ($input: ScanBadgeInput!) { scanBadge(input: $input) { __typename } }"
SHORT = 800
"""Height in px before a page is made as tall as it is, so that its sticky bars cover nothing."""

FIND_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN_FOLDED = "document.querySelectorAll('main details').forEach((folded) => { folded.open = true; })"
"""Not the menu in the band, which lies over what is below it while it is open."""
UNREACHED = """() => {
  const shown = (element) => element.checkVisibility() && !element.closest('[inert]');
  const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')];
  return all.filter(shown).filter((element) => !element.dataset.reached && !element.disabled).map((e) => e.outerHTML);
}"""
MARK = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  here.dataset.reached = 'yes';
  const seen = [here, here.parentElement, here.closest('li')].filter(Boolean)
    .flatMap((e) => [getComputedStyle(e), getComputedStyle(e, '::after')]);
  return seen.some((style) => style.outlineStyle !== 'none') ? 'seen' : here.outerHTML;
}"""


@pytest.fixture(params=[320, 1280])
def visitor(request: pytest.FixtureRequest, browser: Browser, served: Served, watched: NewContext) -> Page:
    size = {"width": request.param, "height": SHORT}
    return watched(browser, served, viewport=size, color_scheme="light", bypass_csp=True).new_page()


def addresses(served: Served, person: str) -> Iterator[str]:
    """Of every page, for somebody who is signed in."""
    yield from FOR_EVERYBODY
    fair = served.slug("fair")
    yield from (f"/events/{fair}", "/organizations/robotics-club", "/badge", f"/scan?event={fair}", "/contacts")
    contacts = "{ viewer { contacts(first: 3) { nodes { id } } } }"
    for contact in served.ask(person, contacts)["viewer"]["contacts"]["nodes"]:
        yield f"/contacts/{contact['id']}"
    yield f"/B/{served.letters('dana')}"
    yield from ("/agenda", "/on-this-phone", f"/events/{served.slug('solder-badge')}")
    yield from ("/settings/passkeys", "/sign-in/passkey?next=/badge")
    receipts = "{ viewer { receipts(first: 1) { nodes { id } } } }"
    for receipt in served.ask(person, receipts)["viewer"]["receipts"]["nodes"]:
        yield f"/report/{receipt['id']}"
    yield from (
        "/for-you",
        "/speaking",
        "/settings/sessions",
        "/settings/tokens",
        "/settings/calendars",
        "/subscribe?campus=boston",
    )
    yield from ("/settings/my-data", "/settings/activity", "/settings/erase", "/erased")
    yield from ("/settings/card/photo", "/settings/card/resume")
    yield from ("/settings/card?as=met", "/settings/employers", "/settings/who-has-my-card", "/settings/blocked")


def stand(page: Page, axe: Axe, address: str) -> list[str]:
    """What is wrong with a page as it stands there, in light and in dark."""
    page.goto(address)
    page.evaluate(OPEN_FOLDED)
    if overflow := page.evaluate(FIND_OVERFLOW):
        return [f"{address} is {overflow} px too wide"]
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({**size, "height": page.evaluate("document.documentElement.scrollHeight")})
    faults = [f"{address}: {fault}" for fault in axe(page)]
    page.emulate_media(color_scheme="dark")
    faults += [f"{address} in dark: {fault}" for fault in axe(page, only=OF_COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({**size, "height": SHORT})
    return faults


def test_look_as_a_member(visitor: Page, served: Served, axe: Axe) -> None:
    visitor.goto(served.sign_in_url("ada"))

    faults = [fault for address in addresses(served, "ada") for fault in stand(visitor, axe, address)]

    assert faults == []


def test_look_at_a_card_with_files(visitor: Page, served: Served, axe: Axe) -> None:
    visitor.goto(served.sign_in_url("chen"))
    for which, octets in (("photo", drawn.photo()), ("resume", drawn.resume())):
        visitor.goto(f"/settings/card/{which}")
        visitor.set_input_files("#file", {"name": which, "mimeType": "application/octet-stream", "buffer": octets})
        visitor.get_by_role("button", name="Put it on my card").click()
        visitor.wait_for_url(f"**/settings/card?saved={which}")

    pages = ("/settings/card?as=met", "/settings/card/photo", "/settings/card/resume")
    faults = [fault for address in pages for fault in stand(visitor, axe, address)]

    assert faults == []
    visitor.goto("/settings/card/photo")
    assert visitor.evaluate("[...document.images].map((image) => image.naturalWidth)") == [512]


def test_look_at_roles_and_invitations(visitor: Page, served: Served, axe: Axe) -> None:
    links = [f"/invitations/{demo_invitation(SECRET, 'robotics-club', number)}" for number in (0, 1)]
    managed = ("/organizations/robotics-club/members", "/settings", "/settings/roles")
    looked_after = [f"/campuses/boston/{page}" for page in ("administrators", "reports", "activity", "retention")]

    faults = [fault for address in (*links, "/invitations/none") for fault in stand(visitor, axe, address)]
    visitor.goto(served.sign_in_url("gus"))
    staff = f"/events/{served.slug('fair')}/staff"
    faults += [fault for address in (*links, *managed, *looked_after, staff) for fault in stand(visitor, axe, address)]

    assert faults == []


def test_look_at_what_organizers_change(visitor: Page, served: Served, axe: Axe) -> None:
    visitor.goto(served.sign_in_url("gus"))
    night, fair = f"/events/{served.slug('build-night')}", f"/events/{served.slug('fair')}"
    visitor.goto(f"{night}/series")
    links = visitor.locator("main .rows a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    off = visitor.locator("main .rows li:has(s) a").get_attribute("href")

    changed = (f"{night}/series", links[0], str(off), f"{fair}/series", f"{fair}/agenda", f"{night}/agenda")
    faults = [fault for address in (*changed, f"{fair}/picture") for fault in stand(visitor, axe, address)]

    assert faults == []


def test_look_at_what_is_posted(visitor: Page, served: Served, axe: Axe) -> None:
    visitor.goto(served.sign_in_url("gus"))
    club, badge = "/organizations/robotics-club/events", f"/events/{served.slug('solder-badge')}"
    forms = (club, f"{club}/new", "/events/robot-night/edit", f"{badge}/edit", f"{badge}/plans")
    others = (
        f"/events/{served.slug('build-night')}/edit",
        f"{badge}/history",
        "/campuses/boston/review",
        f"{badge}/hosts",
    )

    faults = [fault for address in (*forms, *others) for fault in stand(visitor, axe, address)]

    assert faults == []


def test_look_at_those_who_come(visitor: Page, served: Served, axe: Axe) -> None:
    visitor.goto(served.sign_in_url("gus"))
    badge = f"/events/{served.slug('solder-badge')}"
    visitor.goto(f"{badge}/questions")
    fresh = visitor.locator("form").last  # the others are of questions that were asked in other sizes
    fresh.get_by_label("Question").fill("Which size?")
    fresh.get_by_label("By choosing one of these").check()
    fresh.get_by_label("Answers to choose from").fill("S\nM")
    fresh.get_by_role("button", name="Ask it").click()
    visitor.get_by_role("heading", name="Which size?").first.wait_for()
    visitor.goto(f"{badge}/badges")
    visitor.get_by_role("button", name="Give").last.click()

    pages = (
        f"{badge}/badges",
        f"{badge}/print?design.stock=roll-62x100&design.lines=ROLE",
        f"{badge}/attendees",
        f"{badge}/attendees?status=waitlisted",
        f"{badge}/questions",
        badge,
        "/agenda",
    )
    faults = [fault for address in pages for fault in stand(visitor, axe, address)]

    assert faults == []


def test_look_as_a_stranger(visitor: Page, served: Served, axe: Axe) -> None:
    open_to_all = (*FOR_EVERYBODY, f"/events/{served.slug('fair')}", f"/B/{served.letters('ada')}")

    faults = [fault for address in open_to_all for fault in stand(visitor, axe, address)]

    assert faults == []


def test_look_where_something_is_wrong(visitor: Page, served: Served, axe: Axe, expected: list[str]) -> None:
    expected.append("Failed to load resource")  # how Chromium tells of 400 and 404
    wrong = ("/no/such/room", "/?kind=party&from=tomorrow", "/organizations?kind=guild")

    faults = [fault for address in wrong for fault in stand(visitor, axe, address)]

    assert faults == []


@pytest.mark.parametrize("address", ["/", "/badge", "/scan", "/contacts", "/organizations/robotics-club"])
def test_reach_everything_by_keys(page: Page, served: Served, address: str) -> None:
    page.goto(served.sign_in_url("ada"))
    page.goto(address)
    page.evaluate(OPEN_FOLDED)

    marks = []
    for _ in range(400):
        page.keyboard.press("Tab")
        marks.append(page.evaluate(MARK))
        if marks[-1] is None:
            break

    assert page.evaluate(UNREACHED) == []
    assert {mark for mark in marks if mark is not None} == {"seen"}


def test_skip_to_the_content_by_the_first_key(page: Page) -> None:
    page.goto("/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert first == "Skip to the content"
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_look_at_booths(visitor: Page, served: Served, axe: Axe) -> None:
    """As whoever organizes the fair, and as whoever recruits at it."""
    fair = served.slug("fair")
    visitor.goto(served.sign_in_url("gus"))
    faults = [
        fault for page in ("booths", "booths/table", "staff") for fault in stand(visitor, axe, f"/events/{fair}/{page}")
    ]
    booth = served.ask("dana", "{ viewer { booths { id } } }")["viewer"]["booths"][0]["id"]
    pages = ("/booths", f"/booths/{booth}", f"/booths/{booth}/questions", f"/booths/{booth}/code")
    visitor.goto(served.sign_in_url("dana"))
    scan = new_key()
    event = served.ask("dana", f'{{ event(slug: "{fair}") {{ id }} }}')["event"]["id"]
    seen = {"id": str(scan), "code": served.printed_badge("grace"), "eventId": event, "how": "CAMERA"}
    met = served.ask("dana", SCAN, input={**seen, "scannedAt": clock.now().isoformat()})["scanBadge"]
    here = global_id("booth", derived_key("booth", "fair", "B7"))
    more = ("/organizations/halden-robotics/opportunities", f"/scan?booth={here}", f"/leads/{global_id('lead', scan)}")
    for address in (*pages, *more, f"/events/{fair}/staff"):
        faults += stand(visitor, axe, address)
    served.ask("dana", "mutation ($id: UUID!) { undoEncounter(input: { id: $id }) { __typename } }", id=str(scan))

    assert met == {"__typename": "ScanBadgeSuccess"}
    assert faults == []


def test_look_at_who_comes_without_an_account(visitor: Page, served: Served, axe: Axe) -> None:
    """Guests from a table, a walk-in, and one who reads the projector."""
    fair = served.slug("fair")
    code = served.ask("gus", f'{{ selfCheckInCode(slug: "{fair}") {{ code }} }}')["selfCheckInCode"]["code"]
    visitor.goto(served.sign_in_url("gus"))
    faults = [fault for page in ("guests", "walk-in") for fault in stand(visitor, axe, f"/events/{fair}/{page}")]
    visitor.goto(f"/events/{fair}/guests")
    visitor.get_by_label("Or paste it").fill("name,email\nRosa Lind,rosa@lind.example\nOle,none\n")
    visitor.get_by_role("button", name="Look at it").click()
    visitor.get_by_role("heading", name="What it would do").wait_for()
    faults += [f"a table: {fault}" for fault in axe(visitor)]
    faults += stand(visitor, axe, f"/C/{derived_key('event', 'fair').hex.upper()}/{code}")

    assert faults == []
