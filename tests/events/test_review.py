"""Some organizations' events are looked at before everybody sees them."""

import pytest
from conftest import NOW, SECRET
from posting import Posters
from sqlalchemy import select

from server.actor import Member
from server.config import Settings
from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.events.change_posting import change_posting, end_trust
from server.events.errors import NotInReview
from server.events.history import EventAct
from server.events.in_hand import event_in_hand
from server.events.models import Event, Publication
from server.events.review import approve_event, send_back_event
from server.events.review_queue import Queue, review_queue
from server.mail.models import OutgoingMail
from server.mail.seal import unseal
from server.organizations.models import Posting

CLUB = "robotics-club"


async def waiting(posters: Posters, key: str = "eli") -> Event:
    await posters.review(CLUB)
    event = await posters.create(key)
    return await posters.publish(event.slug, key)


async def approve(posters: Posters, slug: str, key: str | None = "gus", *, trust: bool = False) -> Event:
    async with posters.database.write() as session:
        return await approve_event(session, actor=posters.actor(key), slug=slug, trust=trust, now=NOW)


async def send_back(
    posters: Posters, settings: Settings, slug: str, key: str | None = "gus", *, reason: str | None = "Which room?"
) -> Event:
    async with posters.database.write() as session:
        actor = posters.actor(key)
        return await send_back_event(session, settings=settings, actor=actor, slug=slug, reason=reason, now=NOW)


async def queue(posters: Posters, key: str = "gus") -> Queue:
    found = await review_queue(posters.database, actor=Member(posters.campus.people[key]), slug="boston")
    assert found is not None
    return found


async def test_a_reviewed_groups_event_waits_and_is_seen_by_nobody(posters: Posters) -> None:
    event = await waiting(posters)

    assert event.publication is Publication.IN_REVIEW
    assert [listed for _, listed, _ in await posters.occurrences(event)] == [False]
    assert [(row.slug, row.sender) for row in (await queue(posters)).waiting] == [
        ("line-follower-cup", "Eli Marín"),
        (event.slug, "Eli Marín"),
    ]


async def test_an_approved_event_is_seen_by_everybody(posters: Posters) -> None:
    event = await waiting(posters)

    approved = await approve(posters, event.slug)

    assert approved.publication is Publication.PUBLISHED
    assert [listed for _, listed, _ in await posters.occurrences(event)] == [True]
    assert [row.slug for row in (await queue(posters)).waiting] == ["line-follower-cup"]
    with pytest.raises(NotInReview):
        await approve(posters, event.slug)


async def test_an_event_goes_back_with_a_reason_and_comes_again(posters: Posters, settings: Settings) -> None:
    event = await waiting(posters)

    back = await send_back(posters, settings, event.slug)

    hand = await event_in_hand(posters.database, actor=posters.actor("tomas"), slug=event.slug)
    assert hand is not None
    assert hand.review is not None
    (mail,) = await posters.database.rows(select(OutgoingMail.id, OutgoingMail.recipient, OutgoingMail.sealed))
    subject, written = unseal([SECRET], mail.id, mail.sealed) or ("", "")
    assert (back.publication, hand.review.reason) == (Publication.DRAFT, "Which room?")
    assert (mail.recipient, subject) == ("eli@northgate.example", "Sent back: Soldering for the stubborn")
    assert ("\nWhich room?\n" in written, f"/events/{event.slug}/edit" in written) == (True, True)
    again = await posters.publish(event.slug)
    assert again.publication is Publication.IN_REVIEW
    assert [act for act, _ in await posters.history(event)] == [
        EventAct.CREATED,
        EventAct.SENT_FOR_REVIEW,
        EventAct.SENT_BACK,
        EventAct.SENT_FOR_REVIEW,
    ]


async def test_a_reason_is_needed(posters: Posters, settings: Settings) -> None:
    event = await waiting(posters)

    with pytest.raises(InvalidInput) as refused:
        await send_back(posters, settings, event.slug, reason="  ")

    assert refused.value.message == "Say what to change, so that they can."
    assert (await posters.event(event.slug)).publication is Publication.IN_REVIEW


async def test_who_waits_may_take_it_back(posters: Posters) -> None:
    event = await waiting(posters)

    assert (await posters.unpublish(event.slug)).publication is Publication.DRAFT
    assert [row.slug for row in (await queue(posters)).waiting] == ["line-follower-cup"]


async def test_who_is_trusted_waits_no_more_until_they_are_not(posters: Posters) -> None:
    event = await waiting(posters)
    await approve(posters, event.slug, trust=True)

    trusted = (await posters.publish((await posters.create()).slug)).publication
    other = (await posters.publish((await posters.create("tomas")).slug, "tomas")).publication
    async with posters.database.write() as session:
        person = posters.campus.people["eli"]
        await end_trust(session, actor=posters.actor("gus"), organization=CLUB, person_id=person)
    ended = (await posters.publish((await posters.create()).slug)).publication

    assert (trusted, other, ended) == (Publication.PUBLISHED, Publication.IN_REVIEW, Publication.IN_REVIEW)


async def test_an_administrator_needs_no_review(posters: Posters) -> None:
    await posters.review(CLUB)

    assert (await posters.publish((await posters.create("gus")).slug, "gus")).publication is Publication.PUBLISHED


async def test_an_administrator_says_whose_events_are_reviewed(posters: Posters) -> None:
    async with posters.database.write() as session:
        actor = posters.actor("gus")
        await change_posting(session, actor=actor, organization=CLUB, posting=Posting.REVIEWED, now=NOW)

    assert (await posters.publish((await posters.create()).slug)).publication is Publication.IN_REVIEW
    assert [row.slug for row in (await queue(posters)).organizations] == [CLUB, "women-in-engineering"]


@pytest.mark.parametrize(
    ("key", "refusal"), [(None, SignInRequired), ("eli", NotPermitted), ("ada", NotFound), ("paulo", NotFound)]
)
async def test_nobody_else_reviews(
    posters: Posters, settings: Settings, key: str | None, refusal: type[Exception]
) -> None:
    event = await waiting(posters)

    with pytest.raises(refusal):
        await approve(posters, event.slug, key)
    with pytest.raises(refusal):
        await send_back(posters, settings, event.slug, key)


@pytest.mark.parametrize("key", ["eli", "tomas", "ada", "paulo"])
async def test_nobody_else_says_who_is_reviewed_or_sees_the_queue(posters: Posters, key: str) -> None:
    actor = posters.actor(key)

    with pytest.raises(NotPermitted):
        async with posters.database.write() as session:
            await change_posting(session, actor=actor, organization=CLUB, posting=Posting.REVIEWED, now=NOW)
    assert await review_queue(posters.database, actor=actor, slug="boston") is None


async def test_an_administrator_of_another_campus_sees_no_queue_of_this_one(posters: Posters) -> None:
    await posters.administrate("paulo", "london")

    assert await review_queue(posters.database, actor=posters.actor("paulo"), slug="boston") is None
