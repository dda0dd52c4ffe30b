"""One event is opened by its slug or an id; nobody sees a draft but those who post for its organization."""

from datetime import UTC, datetime, timedelta
from typing import Any

import make
import pytest
from conftest import NOW, Execute

from server.db import Database
from server.events.materialise import materialise
from server.events.models import EventStatus, Publication
from server.keys import instance_key
from server.seed import SeededCampus

SHOWN = "slug name summary startsAt recurrenceId status room locationText sequence place { name } updatedAt"
SLUG = f"query ($slug: String!, $at: DateTime) {{ event(slug: $slug, recurrenceId: $at) {{ id isRecurring {SHOWN} }} }}"
NODE = f"query ($id: ID!) {{ node(id: $id) {{ id ... on Event {{ {SHOWN} }} }} }}"
SEES_DRAFTS = ["eli", "tomas", "gus"]
"""The organizer and an officer of the Robotics Club, and the administrator of its campus."""
SEES_NONE = [None, "ada", "dana", "meiling-tan"]
"""Nobody, a member of the club, a recruiter, an organizer elsewhere."""


async def test_series_is_opened_at_its_next_instance(execute: Execute) -> None:
    event = (await execute(None, SLUG, slug="build-night"))["data"]["event"]

    assert event["startsAt"] == event["recurrenceId"] == "2026-09-25T22:00:00+00:00"
    assert event["isRecurring"] is True


async def test_series_that_is_over_is_opened_at_its_last_instance(execute: Execute, database: Database) -> None:
    begun = NOW - timedelta(days=20)
    async with database.write() as session:
        await make.event(session, slug="over", rrule="FREQ=DAILY;COUNT=3", starts_at=begun, time_zone="UTC")

    event = (await execute(None, SLUG, slug="over"))["data"]["event"]

    assert event["startsAt"] == (begun + timedelta(days=2)).isoformat()


async def test_series_that_is_far_away_is_opened_at_its_own_times(execute: Execute, database: Database) -> None:
    far = datetime(2031, 3, 1, 9, 0, tzinfo=UTC)
    async with database.write() as session:
        made = await make.event(session, slug="far", name="Far", rrule="FREQ=YEARLY", starts_at=far, time_zone="UTC")

    event = (await execute(None, SLUG, slug="far"))["data"]["event"]

    assert (event["name"], event["startsAt"], event["recurrenceId"]) == ("Far", far.isoformat(), None)
    assert event == {**(await execute(None, NODE, id=f"event_{made.id.hex}"))["data"]["node"], "isRecurring": True}


async def test_instance_that_differs_shows_how(execute: Execute) -> None:
    earlier = (await execute(None, SLUG, slug="build-night", at="2026-10-09T22:00:00Z"))["data"]["event"]
    other = (await execute(None, SLUG, slug="build-night", at="2026-10-02T22:00:00Z"))["data"]["event"]

    assert earlier is None  # a week off
    assert other["startsAt"] == "2026-10-02T23:30:00+00:00"
    assert other["recurrenceId"] == "2026-10-02T22:00:00+00:00"
    assert other["room"] == "Back left bench"
    assert other["place"] == {"name": "Makerspace"}
    assert other["summary"] == "Later and shorter this week, the lathe is being serviced."
    assert other["name"] == "Build night"


async def test_instance_elsewhere_keeps_nothing_of_the_old_whereabouts(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    start = NOW + timedelta(days=1)
    async with database.write() as session:
        await make.event(
            session,
            slug="roaming",
            rrule="FREQ=DAILY;COUNT=4",
            starts_at=start,
            time_zone="UTC",
            place_id=campus.places["marlowe-hall"],
            room="Gallery",
            overrides=[
                {"recurrence_id": start + timedelta(days=1), "location_text": "The lawn"},
                {"recurrence_id": start + timedelta(days=2), "place_id": campus.places["makerspace"], "sequence": 2},
                {"recurrence_id": start + timedelta(days=3), "room": "Stage", "status": EventStatus.CANCELLED},
            ],
        )

    where = []
    for day in range(4):
        answer = await execute(None, SLUG, slug="roaming", at=(start + timedelta(days=day)).isoformat())
        event = answer["data"]["event"]
        where.append((event["place"], event["room"], event["locationText"], event["status"], event["sequence"]))

    hall, workshop = {"name": "Marlowe Hall"}, {"name": "Makerspace"}
    assert where == [
        (hall, "Gallery", None, "SCHEDULED", 0),
        (None, None, "The lawn", "SCHEDULED", 0),
        (workshop, None, None, "SCHEDULED", 2),
        (hall, "Stage", None, "CANCELLED", 0),
    ]


async def test_event_is_fetched_again_by_the_id_that_any_list_gave(execute: Execute) -> None:
    listed = await execute(None, f"{{ events(first: 100) {{ nodes {{ id {SHOWN} }} }} }}")

    nodes = listed["data"]["events"]["nodes"]
    assert len({node["id"] for node in nodes}) == 100
    for node in nodes[::10]:
        assert (await execute(None, NODE, id=node["id"]))["data"]["node"] == node


async def test_series_is_fetched_by_its_own_id_at_its_next_instance(execute: Execute, campus: SeededCampus) -> None:
    key = campus.events["build-night"]

    node = (await execute(None, NODE, id=f"event_{key.hex}"))["data"]["node"]

    assert node["id"] == f"event_{instance_key(key, '20260925T220000Z').hex}"


@pytest.mark.parametrize("id", ["event_", "event_123", f"event_{'0' * 32}", f"person_{'0' * 32}", "", "\0"])
async def test_id_of_nothing_leads_nowhere(execute: Execute, id: str) -> None:
    assert await execute(None, NODE, id=id) == {"data": {"node": None}}


@pytest.mark.parametrize("slug", ["", "no-such-event", "a\0b", "\ud800", "Build-night", "build-night' OR 1=1 --"])
async def test_slug_of_nothing_leads_nowhere(execute: Execute, slug: str) -> None:
    assert await execute("eli", SLUG, slug=slug) == {"data": {"event": None}}


@pytest.mark.parametrize("key", ["robot-night", "line-follower-cup"])
@pytest.mark.parametrize("who", SEES_NONE)
async def test_draft_is_not_there_for_others(execute: Execute, campus: SeededCampus, who: str | None, key: str) -> None:
    assert await execute(who, SLUG, slug=key) == {"data": {"event": None}}
    assert await execute(who, NODE, id=f"event_{campus.events[key].hex}") == {"data": {"node": None}}


@pytest.mark.parametrize("key", ["robot-night", "line-follower-cup"])
@pytest.mark.parametrize("who", SEES_DRAFTS)
async def test_draft_is_opened_by_those_who_post_it(execute: Execute, campus: SeededCampus, who: str, key: str) -> None:
    by_slug = (await execute(who, SLUG, slug=key))["data"]["event"]
    by_id = (await execute(who, NODE, id=f"event_{campus.events[key].hex}"))["data"]["node"]

    assert by_slug["slug"] == by_id["slug"] == key


@pytest.mark.parametrize("who", [*SEES_NONE, *SEES_DRAFTS])
async def test_draft_is_on_no_list_whoever_looks(execute: Execute, who: str | None) -> None:
    document = """
        query ($since: DateTime!) {
          all: events(first: 100, filter: {from: $since, organization: "robotics-club", kinds: [MIXER, WORKSHOP]}) {
            ...E
          }
          tagged: events(first: 100, filter: {tags: ["robots", "social", "competition"]}) { ...E }
          mixers: events(first: 100, filter: {kinds: [MIXER]}) { ...E }
          pizza: events(first: 100, filter: {text: "pizza"}) { ...E }
          tape: events(first: 100, filter: {text: "line fol*"}) { ...E }
          organization(slug: "robotics-club") { events(first: 100) { ...E } }
        }
        fragment E on EventConnection { nodes { slug } }
    """

    data = (await execute(who, document, since="2026-01-01T00:00:00Z"))["data"]

    lists: list[Any] = [*(v["nodes"] for k, v in data.items() if k != "organization")]
    lists.append(data["organization"]["events"]["nodes"])
    slugs = {node["slug"] for nodes in lists for node in nodes}
    assert "build-night" in slugs
    assert data["tape"]["nodes"][0]["slug"] == "build-night"
    assert slugs.isdisjoint({"robot-night", "line-follower-cup"})


async def test_event_taken_back_is_gone_from_every_list_at_once(execute: Execute, database: Database) -> None:
    document = """{
        a: events(filter: {text: "xylophone"}) { nodes { slug } }
        b: events(filter: {tags: ["xylo"]}) { nodes { slug } }
    }"""
    async with database.write() as session:
        made = await make.event(session, slug="xylophone", name="Xylophone", tags=["xylo"])
    there = (await execute(None, document))["data"]

    async with database.write() as session:
        made = await session.merge(made)
        made.publication = Publication.DRAFT
        await materialise(session, made, now=NOW)

    assert there == {"a": {"nodes": [{"slug": "xylophone"}]}, "b": {"nodes": [{"slug": "xylophone"}]}}
    assert (await execute(None, document))["data"] == {"a": {"nodes": []}, "b": {"nodes": []}}


async def test_address_of_a_call_is_for_those_who_are_signed_in(execute: Execute) -> None:
    document = """{
        event(slug: "visas-panel") { slug onlineUrl }
        events(first: 100) { nodes { slug onlineUrl } }
        organization(slug: "alumni-london") { events { nodes { slug onlineUrl } } }
    }"""
    address = "https://meet.northgate.example/first-job-abroad"

    def of(data: dict[str, Any]) -> list[str | None]:
        nodes = [data["event"], *data["events"]["nodes"], *data["organization"]["events"]["nodes"]]
        return [node["onlineUrl"] for node in nodes if node["slug"] == data["event"]["slug"]]

    assert of((await execute("hana", document))["data"]) == [address] * 3
    assert of((await execute(None, document))["data"]) == [None] * 3
    assert "meet.northgate.example" not in str(await execute(None, document))
