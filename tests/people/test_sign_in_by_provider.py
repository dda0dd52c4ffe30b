"""Signing in through a university's own sign-in: it counts once, in one browser, and only what is proven counts."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from conftest import NOW
from joserfc.jwk import OctKey, RSAKey
from markup import read
from provider import SECRET, SmallProvider, serving
from sqlalchemy import delete, func, select

from server.app import create_app
from server.audit.models import Action, AuditEntry
from server.badges.models import Badge
from server.campuses.models import CampusAdministrator
from server.config import Settings
from server.db import Database
from server.organizations.models import Membership, Role
from server.people.identities import ExternalIdentity, ProviderAttempt
from server.people.models import Affiliation, Card, Person, Session
from server.people.provider_errors import ProviderFault, ProviderSignInRefused
from server.providers import GroupRole, Provider
from server.seed import SeededCampus
from server.web.identity import COOKIE
from server.web.sign_in_by_provider import COOKIE as BROWSER_COOKIE

NEW = {"sub": "new-1", "name": "Nadia Quist", "email": "Nadia@Partner.example", "email_verified": True}
ADA = {"sub": "ada-1", "name": "Somebody else's Ada", "email": "ada@northgate.example", "email_verified": True}
LATER_KEY = RSAKey.generate_key(2048, {"kid": "two"})
ANOTHER_KEY = RSAKey.generate_key(2048, {"kid": "one"})


@pytest.fixture
def provider() -> Iterator[SmallProvider]:
    with serving(SmallProvider(NOW)) as provider:
        yield provider


@pytest.fixture
def configured(provider: SmallProvider) -> Provider:
    return Provider(
        id="northgate",
        name="Northgate account",
        issuer=provider.issuer,
        client_id="hallway",
        client_secret=SECRET,
        joins=True,
        affiliation_claim="affiliation",
        affiliations={"faculty": "FACULTY", "student": "STUDENT"},
        roles=(
            GroupRole("robotics-board", "robotics-club", "OFFICER", None),
            GroupRole("hallway-admins", None, "ADMINISTRATOR", "boston"),
            GroupRole("elsewhere", "no-such-club", "OFFICER", None),
        ),
    )


@pytest.fixture
def settings(settings: Settings, configured: Provider) -> Settings:
    return replace(settings, providers=(configured,))


async def leave(client: httpx.AsyncClient, next_: str = "/contacts") -> str:
    """Press the button; return the address at Hallway to which the provider sends back."""
    gone = await client.get("/sign-in/with/northgate", params={"next": next_})
    assert gone.status_code == 303, gone.text
    async with httpx.AsyncClient() as browser:
        return str((await browser.get(gone.headers["location"])).headers["location"])


async def sign_in_through(client: httpx.AsyncClient, next_: str = "/contacts") -> httpx.Response:
    return await client.get(await leave(client, next_))


def refused(response: httpx.Response, why: ProviderFault, name: str = "Northgate account") -> bool:
    """Whether the page says just this, and nobody was signed in."""
    page = read(response.text)
    sentence = ProviderSignInRefused(why, name).message
    assert (response.status_code, page.one("p", class_="lede").text) == (422, sentence)
    assert COOKIE not in response.headers.get("set-cookie", "")
    return True


async def count(database: Database, model: Any) -> int:
    return int((await database.rows(select(func.count().label("n")).select_from(model)))[0].n)


async def audited(database: Database) -> list[tuple[Action, str]]:
    rows = await database.rows(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    return [(row.action, row.detail) for row in rows]


async def test_somebody_new_joins_with_a_card_a_badge_and_their_affiliation(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    provider.person = {**NEW, "affiliation": ["member", "student"]}

    response = await sign_in_through(client)

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in/passkey?next=%2Fcontacts")
    [person] = await database.rows(select(Person.__table__).where(Person.email == "nadia@partner.example"))
    assert (person.name, person.affiliation) == ("Nadia Quist", Affiliation.STUDENT)
    assert len(await database.rows(select(Card.person_id).where(Card.person_id == person.id))) == 1
    assert len(await database.rows(select(Badge.id).where(Badge.person_id == person.id))) == 1
    assert (await client.get("/contacts")).status_code == 200
    assert await audited(database) == [(Action.SIGNED_IN, '{"how": "PROVIDER", "provider": "northgate"}')]


async def test_whoever_comes_again_is_the_same_also_by_another_address(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    provider.person = NEW
    await sign_in_through(client)
    people = await count(database, Person)
    provider.person = {"sub": "new-1", "email": "ada@northgate.example"}

    response = await sign_in_through(client)

    assert response.status_code == 303
    assert await count(database, Person) == people
    [identity] = await database.rows(select(ExternalIdentity.__table__))
    assert (identity.issuer, identity.subject, identity.last_used_at) == (provider.issuer, "new-1", NOW)
    assert (await client.post("/graphql", json={"query": "{ viewer { person { name } } }"})).json() == {
        "data": {"viewer": {"person": {"name": "Nadia Quist"}}}
    }


async def test_claims_of_the_userinfo_endpoint_count_where_the_token_holds_none(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    provider.person, provider.userinfo = {"sub": "new-1"}, NEW

    response = await sign_in_through(client)

    assert response.status_code == 303
    assert len(await database.rows(select(Person.id).where(Person.email == "nadia@partner.example"))) == 1


async def test_userinfo_about_somebody_else_is_not_believed(client: httpx.AsyncClient, provider: SmallProvider) -> None:
    provider.person, provider.userinfo = {"sub": "new-1"}, {**NEW, "sub": "other"}

    assert refused(await sign_in_through(client), ProviderFault.ANSWER_UNREADABLE)


async def test_an_address_that_somebody_has_is_not_theirs_by_a_provider_that_may_not_say_so(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    provider.person = ADA

    assert refused(await sign_in_through(client), ProviderFault.EMAIL_TAKEN)
    assert await count(database, ExternalIdentity) == 0


@pytest.fixture
async def linking(settings: Settings, configured: Provider) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a Hallway that lets this provider vouch for addresses, and lets nobody join."""
    app = create_app(
        replace(settings, providers=(replace(configured, links_by_email=True, joins=False),)), now=lambda: NOW
    )
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=settings.base_url) as client,
    ):
        yield client


async def test_an_address_is_proof_where_the_configuration_says_so(
    linking: httpx.AsyncClient, provider: SmallProvider, database: Database, campus: SeededCampus
) -> None:
    provider.person = ADA

    response = await sign_in_through(linking)

    assert response.status_code == 303
    [identity] = await database.rows(select(ExternalIdentity.__table__))
    assert identity.person_id == campus.people["ada"]


async def test_an_unverified_address_is_never_proof(
    linking: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    for verified in (False, None, "true", 1):
        provider.person = {**ADA, "email_verified": verified}

        assert refused(await sign_in_through(linking), ProviderFault.EMAIL_UNVERIFIED)
    assert await count(database, ExternalIdentity) == 0


async def test_nobody_joins_where_the_configuration_lets_nobody(
    linking: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    provider.person = NEW
    before = await count(database, Person)

    assert refused(await sign_in_through(linking), ProviderFault.JOINING_CLOSED)
    assert await count(database, Person) == before


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ({**NEW, "email": None}, ProviderFault.EMAIL_MISSING),
        ({**NEW, "email": "no address"}, ProviderFault.EMAIL_MISSING),
        ({**NEW, "email_verified": False}, ProviderFault.EMAIL_UNVERIFIED),
        ({**NEW, "name": " "}, ProviderFault.NAME_MISSING),
    ],
)
async def test_somebody_new_needs_a_verified_address_and_a_name(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database, person: dict[str, Any], why: ProviderFault
) -> None:
    provider.person = person
    before = await count(database, Person)

    assert refused(await sign_in_through(client), why)
    assert await count(database, Person) == before
    failed = f'{{"how": "PROVIDER", "provider": "northgate", "why": "{why.value}"}}'
    assert await audited(database) == [(Action.SIGN_IN_FAILED, failed)]


async def test_an_answer_counts_once(client: httpx.AsyncClient, provider: SmallProvider) -> None:
    provider.person = NEW
    back = await leave(client)
    first = await client.get(back)

    second = await client.get(back)

    assert first.status_code == 303
    assert refused(second, ProviderFault.BEGIN_AGAIN, "account")


async def test_an_answer_counts_in_the_browser_that_asked(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    provider.person = NEW
    back = await leave(client)
    cookie = client.cookies.pop(BROWSER_COOKIE)
    client.cookies.set(BROWSER_COOKIE, "another")

    assert refused(await client.get(back), ProviderFault.BEGIN_AGAIN, "account")
    client.cookies.set(BROWSER_COOKIE, cookie)
    assert refused(await client.get(back), ProviderFault.BEGIN_AGAIN, "account")
    assert provider.asked.count("POST /token") == 0
    assert await count(database, ProviderAttempt) == 0


async def test_an_answer_counts_for_ten_minutes(
    settings: Settings, provider: SmallProvider, database: Database
) -> None:
    moment = [NOW]
    app = create_app(settings, now=lambda: moment[0])
    provider.person = NEW
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        back = await leave(client)
        moment[0] = NOW + timedelta(minutes=10)

        assert refused(await client.get(back), ProviderFault.BEGIN_AGAIN, "account")


async def test_two_tabs_may_both_go(client: httpx.AsyncClient, provider: SmallProvider) -> None:
    provider.person = NEW
    first, second = await leave(client, "/badge"), await leave(client, "/settings")

    answers = [await client.get(back) for back in (first, second)]

    assert [answer.headers["location"] for answer in answers] == ["/sign-in/passkey?next=%2Fbadge", "/settings"]


async def test_the_answer_of_one_provider_is_none_of_another(
    settings: Settings, configured: Provider, provider: SmallProvider
) -> None:
    other = replace(configured, id="other", issuer="https://other.example", name="Other account")
    app = create_app(replace(settings, providers=(configured, other)), now=lambda: NOW)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        back = (await leave(client)).replace("/from/northgate", "/from/other")

        assert refused(await client.get(back), ProviderFault.BEGIN_AGAIN, "account")


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ({"nonce": "another"}, ProviderFault.NONCE_WRONG),
        ({"nonce": None}, ProviderFault.NONCE_WRONG),
        ({"aud": "somebody-else"}, ProviderFault.AUDIENCE_WRONG),
        ({"aud": ["hallway", "somebody-else"]}, ProviderFault.AUDIENCE_WRONG),
        ({"aud": ["hallway", "somebody-else"], "azp": "somebody-else"}, ProviderFault.AUDIENCE_WRONG),
        ({"iss": "https://evil.example"}, ProviderFault.ISSUER_WRONG),
        ({"iss": None}, ProviderFault.ISSUER_WRONG),
        ({"exp": int(NOW.timestamp()) - 61}, ProviderFault.EXPIRED),
        ({"exp": None}, ProviderFault.EXPIRED),
        ({"iat": int(NOW.timestamp()) + 3600}, ProviderFault.EXPIRED),
        ({"sub": ""}, ProviderFault.ANSWER_UNREADABLE),
        ({"sub": None}, ProviderFault.ANSWER_UNREADABLE),
    ],
)
async def test_a_token_for_another_occasion_is_not_believed(
    client: httpx.AsyncClient,
    provider: SmallProvider,
    database: Database,
    spoilt: dict[str, Any],
    why: ProviderFault,
) -> None:
    provider.person, provider.spoil_token = NEW, spoilt
    before = await count(database, Session)

    assert refused(await sign_in_through(client), why)
    assert (await count(database, ExternalIdentity), await count(database, Session)) == (0, before)


async def test_a_token_that_another_key_signed_is_not_believed(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.person, provider.signs_with = NEW, ANOTHER_KEY

    assert refused(await sign_in_through(client), ProviderFault.SIGNATURE_WRONG)


async def test_a_token_that_the_clients_secret_signed_is_not_believed(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.person, provider.algorithm = NEW, "HS256"
    provider.signs_with = OctKey.import_key(SECRET)  # type: ignore[assignment]  # as an attacker would
    provider.spoil_metadata = {"id_token_signing_alg_values_supported": ["HS256", "RS256"]}

    assert refused(await sign_in_through(client), ProviderFault.SIGNATURE_WRONG)


async def test_a_new_key_of_the_provider_is_fetched_when_it_is_first_seen(
    settings: Settings, provider: SmallProvider
) -> None:
    moment = [NOW]
    app = create_app(settings, now=lambda: moment[0])
    provider.person = NEW
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        await sign_in_through(client)
        await sign_in_through(client)
        assert (provider.asked.count("GET /keys"), len([one for one in provider.asked if "well-known" in one])) == (
            1,
            1,
        )
        provider.key = provider.signs_with = LATER_KEY
        provider.key_id = "two"
        moment[0] = NOW + timedelta(minutes=2)

        assert (await sign_in_through(client)).status_code == 303
        assert provider.asked.count("GET /keys") == 2


@pytest.mark.parametrize("iss", ["https://evil.example", ""])
async def test_an_answer_that_names_another_issuer_or_none_is_not_taken(
    client: httpx.AsyncClient, provider: SmallProvider, iss: str
) -> None:
    provider.person, provider.spoil_answer = NEW, {"iss": iss}

    assert refused(await sign_in_through(client), ProviderFault.ISSUER_WRONG)
    assert provider.asked.count("POST /token") == 0


async def test_a_provider_that_says_to_be_another_is_not_gone_to(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.spoil_metadata = {"issuer": "https://evil.example"}

    assert refused(await client.get("/sign-in/with/northgate"), ProviderFault.ISSUER_WRONG)


async def test_who_says_no_there_is_told_so(client: httpx.AsyncClient, provider: SmallProvider) -> None:
    provider.spoil_answer = {"code": "", "error": "access_denied"}

    assert refused(await sign_in_through(client), ProviderFault.CANCELLED)


async def test_who_says_no_there_and_signs_in_otherwise_lands_where_they_wanted(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.spoil_answer = {"code": "", "error": "access_denied"}

    told = read((await sign_in_through(client, "/contacts?q=grip")).text)
    ways = [link["href"] for link in told.all("a") if link["href"].startswith("/sign-in")]
    page = read((await client.get(ways[0])).text)

    assert ways == ["/sign-in?next=/contacts%3Fq%3Dgrip"]
    assert page.one("a", class_="go")["href"] == "/sign-in/with/northgate?next=/contacts%3Fq%3Dgrip"
    sent = await client.post(ways[0], data={"email": "ada@northgate.example"})
    assert sent.headers["location"].endswith("&next=%2Fcontacts%3Fq%3Dgrip")


async def test_who_finds_their_provider_away_signs_in_otherwise_and_lands_where_they_wanted(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.spoil_metadata = {"issuer": "https://evil.example"}

    told = read((await client.get("/sign-in/with/northgate?next=/badge")).text)
    astray = read((await client.get("/sign-in/with/northgate?next=//evil.example")).text)

    assert told.one("a", class_="go")["href"] == "/sign-in?next=/badge"
    assert astray.one("a", class_="go")["href"] == "/sign-in"


async def test_another_browser_is_not_told_where_somebody_wanted_to_go(
    client: httpx.AsyncClient, provider: SmallProvider, settings: Settings
) -> None:
    address = await leave(client, "/contacts?q=grip")
    client.cookies.clear()

    told = await client.get(address)

    assert (refused(told, ProviderFault.BEGIN_AGAIN), "grip" in told.text) == (True, False)


async def test_another_error_of_the_provider_is_told_apart(client: httpx.AsyncClient, provider: SmallProvider) -> None:
    provider.spoil_answer = {"code": "", "error": "invalid_scope"}

    assert refused(await sign_in_through(client), ProviderFault.REFUSED)


async def test_a_code_that_somebody_else_was_given_is_not_taken_without_its_verifier(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.person = NEW
    stolen = httpx.URL(await leave(client)).params["code"]
    back = httpx.URL(await leave(client)).copy_set_param("code", stolen)

    assert refused(await client.get(back), ProviderFault.REFUSED)


async def test_a_provider_that_is_down_is_told_so(settings: Settings, configured: Provider) -> None:
    with serving(SmallProvider(NOW)) as gone:
        issuer = gone.issuer
    app = create_app(replace(settings, providers=(replace(configured, issuer=issuer),)), now=lambda: NOW)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url) as client,
    ):
        assert refused(await client.get("/sign-in/with/northgate"), ProviderFault.UNREACHABLE)


async def test_an_answer_without_end_is_not_read_to_its_end(client: httpx.AsyncClient, provider: SmallProvider) -> None:
    provider.too_large = True

    assert refused(await client.get("/sign-in/with/northgate"), ProviderFault.ANSWER_UNREADABLE)


async def test_a_provider_that_is_not_there_is_404(client: httpx.AsyncClient) -> None:
    assert (await client.get("/sign-in/with/nobody")).status_code == 404


async def test_the_way_there_and_back_sets_cookies_that_scripts_do_not_get_and_a_new_session(
    client: httpx.AsyncClient, provider: SmallProvider
) -> None:
    provider.person = NEW
    await sign_in_through(client)
    old = client.cookies[COOKIE]

    gone = await client.get("/sign-in/with/northgate")
    await sign_in_through(client)

    attributes = gone.headers["set-cookie"].split("; ")[1:]
    assert sorted(attributes) == ["HttpOnly", "Max-Age=600", "Path=/", "SameSite=lax"]
    assert gone.headers["cache-control"] == "no-store"
    assert client.cookies[COOKIE] != old
    client.cookies.set(COOKIE, old)
    assert (await client.post("/graphql", json={"query": "{ viewer { person { id } } }"})).json() == {
        "data": {"viewer": None}
    }


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
async def test_the_way_back_leads_to_no_other_site(
    client: httpx.AsyncClient, provider: SmallProvider, next_: str
) -> None:
    provider.person = NEW

    ways = [(await sign_in_through(client, next_)).headers["location"] for _ in range(2)]

    assert ways == ["/sign-in/passkey", "/"]


async def test_what_the_database_holds_of_a_sign_in_is_of_no_use(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database
) -> None:
    gone = await client.get("/sign-in/with/northgate")
    question = httpx.URL(gone.headers["location"]).params

    [row] = await database.rows(select(ProviderAttempt.__table__))

    held = repr(tuple(row))
    secrets = [question[name] for name in ("state", "nonce", "code_challenge")] + [client.cookies[BROWSER_COOKIE]]
    assert [secret for secret in secrets if secret in held] == []
    assert {len(row.state_hash), len(row.browser_hash)} == {32}


async def test_groups_become_roles_and_stop_being_them(
    client: httpx.AsyncClient, provider: SmallProvider, database: Database, campus: SeededCampus
) -> None:
    provider.person = {**NEW, "groups": ["robotics-board", "hallway-admins", "elsewhere"]}
    await sign_in_through(client)
    [person] = await database.rows(select(Person.id).where(Person.email == "nadia@partner.example"))
    roles = select(Membership.organization_id, Membership.role).where(Membership.person_id == person.id)
    looks_after = select(CampusAdministrator.campus_id).where(CampusAdministrator.person_id == person.id)

    given = [tuple(row) for row in await database.rows(roles)], len(await database.rows(looks_after))
    provider.person = {**NEW, "groups": []}
    await sign_in_through(client)

    assert given == ([(campus.organizations["robotics-club"], Role.OFFICER)], 1)
    assert (await database.rows(roles), await database.rows(looks_after)) == ([], [])
    assert [action for action, _ in await audited(database)].count(Action.ROLE_TAKEN) == 2


async def test_a_role_that_was_given_by_hand_comes_back(
    linking: httpx.AsyncClient, provider: SmallProvider, database: Database, campus: SeededCampus
) -> None:
    ada, club = campus.people["ada"], campus.organizations["robotics-club"]
    async with database.write() as session:
        await session.execute(delete(Membership).where(Membership.organization_id == club, Membership.person_id == ada))
        session.add(Membership(organization_id=club, person_id=ada, role=Role.MEMBER, created_at=NOW))
    role = select(Membership.role).where(Membership.organization_id == club, Membership.person_id == ada)
    found = []

    for groups in (["robotics-board"], ["robotics-board"], []):
        provider.person = {**ADA, "groups": groups}
        await sign_in_through(linking)
        found.append((await database.rows(role))[0].role)

    assert found == [Role.OFFICER, Role.OFFICER, Role.MEMBER]


async def test_a_role_that_was_changed_by_hand_is_left(
    linking: httpx.AsyncClient, provider: SmallProvider, database: Database, campus: SeededCampus
) -> None:
    ada, club = campus.people["ada"], campus.organizations["robotics-club"]
    ours = (Membership.organization_id == club, Membership.person_id == ada)
    async with database.write() as session:
        await session.execute(delete(Membership).where(*ours))
    provider.person = {**ADA, "groups": ["robotics-board"]}
    await sign_in_through(linking)
    async with database.write() as session:
        membership = await session.get_one(Membership, (club, ada))
        membership.role = Role.ORGANIZER

    provider.person = {**ADA, "groups": []}
    await sign_in_through(linking)

    assert [row.role for row in await database.rows(select(Membership.role).where(*ours))] == [Role.ORGANIZER]


async def test_two_first_sign_ins_at_once_are_one_person(
    client: httpx.AsyncClient, settings: Settings, provider: SmallProvider, database: Database
) -> None:
    provider.person = NEW
    before = await count(database, Person)
    backs = [await leave(client), await leave(client)]

    answers = await asyncio.gather(*(client.get(back) for back in backs))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert (await count(database, Person), await count(database, ExternalIdentity)) == (before + 1, 1)


async def test_the_sign_in_page_has_a_button_for_each_provider(client: httpx.AsyncClient) -> None:
    page = read((await client.get("/sign-in?next=/badge")).text)

    button = page.one("a", href="/sign-in/with/northgate?next=/badge")

    assert button.text == "Use my Northgate account"


async def test_other_ways_of_signing_in_are_written_down(
    client: httpx.AsyncClient, database: Database, campus: SeededCampus
) -> None:
    from conftest import SECRET as OURS

    from server.people.demo_sign_in import demo_path

    await client.get(demo_path(OURS, campus.people["ada"]))

    rows = await database.rows(select(AuditEntry.actor_id, AuditEntry.action, AuditEntry.detail))
    assert [tuple(row) for row in rows] == [(campus.people["ada"], Action.SIGNED_IN, '{"how": "DEMO"}')]
