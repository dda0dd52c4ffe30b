"""Organizers ask for prints; servers make them one after the other, and what was printed is remembered."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from conftest import NOW
from desk import Desk
from paper import by_zxing
from sqlalchemy import update

from server.badges.issue import badge_text, replace_badge
from server.errors import InvalidInput, NotFound, NotPermitted
from server.events.models import Event, Publication
from server.live import Live
from server.my_data.erase import after_erasing, erase_me
from server.printing import make
from server.printing.board import changes, last_design, print_board, printed_of
from server.printing.cancel import cancel_print
from server.printing.claim import HELD_FOR, Lost, claim, say
from server.printing.design import Design
from server.printing.errors import NothingToPrint, TooManyPrints
from server.printing.expire import expire_prints
from server.printing.fetch import print_file
from server.printing.models import KEPT_FOR, PrintState
from server.printing.process import ProcessFailed
from server.printing.request import PrintWho
from server.printing.unprintable import Unprintable, unprintable
from server.seed import SeededCampus


async def counts(desk: Desk) -> tuple[int, int]:
    board = await print_board(desk.database, actor=desk.actor(), slug="engineering-career-fair", now=desk.now)
    assert board is not None
    return board.badges, board.printed


async def codes(desk: Desk, key: str) -> set[str]:
    octets = await desk.files.read(key)
    assert octets is not None
    with pypdfium2.PdfDocument(octets) as pdf:
        return set().union(*(by_zxing(page.render(scale=150 / 72, grayscale=True).to_pil()) for page in pdf))


async def test_a_print_is_made_fetched_and_remembered_and_a_replaced_badge_printed_again(desk: Desk) -> None:
    ids = await desk.issue("ada", "ben")
    before = await counts(desk)

    job = await desk.ask()
    worked = [await desk.make(), await desk.make()]
    made = await desk.job(job)

    assert (before, worked) == ((2, 0), [True, False])
    assert (made.state, made.done, made.total, made.expires_at) == (PrintState.DONE, 2, 2, NOW + KEPT_FOR)
    assert made.file_key is not None
    texts = {badge_text(desk.settings, await desk.badge(id_)) for id_ in ids}
    assert await codes(desk, made.file_key) == texts
    assert (await counts(desk), set(await printed_of(desk.database, ids))) == ((2, 2), set(ids))
    assert await last_design(desk.database, desk.fair) == Design(stock="avery-l4785")
    with pytest.raises(NothingToPrint, match="No badge is left to print"):
        await desk.ask(who=PrintWho.NOT_PRINTED)

    async with desk.database.write() as session:
        secret = desk.settings.secret
        fresh = await replace_badge(session, secret=secret, actor=desk.actor("ben"), badge_id=ids[1], now=NOW)
    again = await desk.ask(who=PrintWho.NOT_PRINTED)
    assert (await counts(desk), again.total, await printed_of(desk.database, [fresh.id])) == ((2, 1), 1, {})
    alone = await desk.ask(who=PrintWho.CHOSEN, badges=[ids[0]])
    assert alone.total == 1


async def test_only_organizers_ask_look_and_fetch(desk: Desk) -> None:
    await desk.issue("ada")
    job = await desk.ask()
    await desk.make()

    fetched = {
        key: await print_file(
            desk.database, actor=desk.actor(key), slug="engineering-career-fair", job_id=job.id, now=NOW
        )
        for key in ("gus", "fay", "dana", "ada")
    }

    for key in ("fay", "dana"):
        with pytest.raises(NotPermitted):
            await desk.ask(key)
        with pytest.raises(NotPermitted):
            async with desk.database.write() as session:
                await cancel_print(session, actor=desk.actor(key), job_id=job.id, now=NOW)
    assert {key: row is not None for key, row in fetched.items()} == {
        "gus": True,
        "fay": False,
        "dana": False,
        "ada": False,
    }
    assert await print_board(desk.database, actor=desk.actor("fay"), slug="engineering-career-fair", now=NOW) is None
    other = await print_file(desk.database, actor=desk.actor(), slug="solder-badge", job_id=job.id, now=NOW)
    assert other is None


async def test_a_draft_s_printing_looks_absent_to_others(desk: Desk) -> None:
    async with desk.database.write() as session:
        await session.execute(update(Event).where(Event.id == desk.fair).values(publication=Publication.DRAFT))

    with pytest.raises(NotFound):
        await desk.ask("dana")


async def test_a_file_goes_after_a_day_and_what_was_printed_stays_known(desk: Desk) -> None:
    await desk.issue("ada")
    job = await desk.ask()
    await desk.make()
    key = (await desk.job(job)).file_key
    assert key is not None

    early = await expire_prints(desk.database, desk.files, now=NOW + KEPT_FOR - timedelta(seconds=1))
    late = [await expire_prints(desk.database, desk.files, now=NOW + KEPT_FOR) for _ in range(2)]

    assert (early, late, await desk.files.read(key)) == (0, [1, 0], None)
    assert (await counts(desk), (await desk.job(job)).file_key) == ((1, 1), None)


async def test_a_file_goes_at_once_with_somebody_who_erases_themselves(desk: Desk) -> None:
    await desk.issue("ada", "ben")
    job = await desk.ask()
    await desk.make()
    key = (await desk.job(job)).file_key
    assert key is not None

    async with desk.database.write() as session:
        erased = await erase_me(
            session, actor=desk.actor("ben"), confirm="ben@northgate.example", settings=desk.settings, now=NOW
        )
    await after_erasing(desk.database, desk.settings, erased)

    assert (await desk.files.read(key), (await desk.job(job)).file_key, await counts(desk)) == (None, None, (1, 1))


async def test_cancel_before_it_is_made_and_while(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.issue("ada")
    waiting = await desk.ask()
    async with desk.database.write() as session:
        await cancel_print(session, actor=desk.actor(), job_id=waiting.id, now=NOW)
    held = await desk.ask()
    claimed = await claim(desk.database, now=NOW)
    assert claimed is not None
    async with desk.database.write() as session:
        await cancel_print(session, actor=desk.actor(), job_id=held.id, now=NOW)
    with pytest.raises(Lost):
        async with desk.database.write() as session:
            await say(session, claimed, done=1)

    assert [(await desk.job(job)).state for job in (waiting, held)] == [PrintState.CANCELLED] * 2
    assert (claimed.id, await desk.make(), await counts(desk)) == (held.id, False, (1, 0))


async def test_a_print_whose_maker_died_is_made_by_the_next_three_times_at_most(desk: Desk) -> None:
    await desk.issue("ada")
    job = await desk.ask()
    first = await claim(desk.database, now=NOW)
    at_once = await claim(desk.database, now=NOW + HELD_FOR)

    taken = [await claim(desk.database, now=NOW + n * 2 * HELD_FOR) for n in (1, 2, 3)]

    assert (first is not None, at_once, [one is not None for one in taken]) == (True, None, [True, True, False])
    assert first is not None
    with pytest.raises(Lost):  # the first one comes back to life
        async with desk.database.write() as session:
            await say(session, first, done=1)
    failed = await desk.job(job)
    assert (failed.state, failed.failure) == (
        PrintState.FAILED,
        "It broke off three times. Print fewer at once, and tell whoever runs this server.",
    )


async def test_two_organizers_at_once_get_a_print_each_and_small_ones_go_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.printing.claim.SMALL", 1)
    ids = await desk.issue("ada", "ben")
    large = await desk.ask()
    desk.later(seconds=1)
    small = await desk.ask(who=PrintWho.CHOSEN, badges=ids[:1])

    claimed = [await claim(desk.database, now=desk.now) for _ in range(3)]

    assert [job.id if job else None for job in claimed] == [small.id, large.id, None]


async def test_what_fails_is_told_in_one_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await desk.issue("ada")
    gone = await desk.ask()
    desk.settings = replace(desk.settings, secrets=(bytes(32),))
    await desk.make()

    async def broken(*_: object, **__: object) -> list[str]:
        raise ProcessFailed("no memory")

    bug = await desk.ask()
    desk.settings = replace(desk.settings, secrets=(bytes(range(32)),))
    monkeypatch.setattr(make, "make_pdf", broken)
    await desk.make()

    assert [((await desk.job(job)).state, (await desk.job(job)).failure) for job in (gone, bug)] == [
        (
            PrintState.FAILED,
            "Some badges were made with a secret that this server no longer has. Replace those badges, then print.",
        ),
        (PrintState.FAILED, "It could not be set. Try again, and tell whoever runs this server."),
    ]


async def test_an_event_has_five_prints_at_once(desk: Desk) -> None:
    await desk.issue("ada")
    for _ in range(5):
        await desk.ask()

    with pytest.raises(TooManyPrints):
        await desk.ask()


@pytest.mark.parametrize(
    ("design", "field"),
    [
        (Design(stock="napkin"), "stock"),
        (Design(colour="teal"), "colour"),
        (Design(stock="avery-l4785", agenda=True), "agenda"),
        (Design(nudge_x=11), "nudgeX"),
        (Design(nudge_y=-10.5), "nudgeY"),
    ],
)
async def test_a_design_that_can_not_be_printed_is_refused_at_its_field(desk: Desk, design: Design, field: str) -> None:
    await desk.issue("ada")

    with pytest.raises(InvalidInput) as refused:
        await desk.ask(design=design)

    assert [fault.path for fault in refused.value.faults] == [("design", field)]


async def test_names_that_are_not_printed_are_told_before_and_why(desk: Desk, campus: SeededCampus) -> None:
    from server.people.models import Card, Person

    ada, ben, _ = await desk.issue("ada", "ben", "chen")
    async with desk.database.write() as session:
        tibetan = update(Person).where(Person.id == campus.people["ada"])
        await session.execute(tibetan.values(name="བསྟན་འཛིན Okafor 🌱", family_name="A"))
        hidden = update(Card).where(Card.person_id == campus.people["ben"])
        await session.execute(hidden.values(name_audience="NOBODY"))

    found = await unprintable(desk.database, event_id=desk.fair, han=Design().han)

    assert found == [
        Unprintable(ada, "བསྟན་འཛིན Okafor 🌱", "བསྟན་འཛི🌱"),
        Unprintable(ben, None, ""),
    ]


async def test_an_operator_prints_an_event_into_a_file(desk: Desk, tmp_path: Path) -> None:
    from server.printing.at_once import print_at_once

    await desk.issue("ada", "ben")
    seen: list[tuple[int, int]] = []
    output = tmp_path / "fair.pdf"

    printed = await print_at_once(
        desk.database,
        desk.settings,
        event_id=desk.fair,
        design=Design(stock="roll-62x100"),
        only_new=True,
        output=output,
        now=NOW,
        progress=lambda done, total: seen.append((done, total)),
    )

    with pypdfium2.PdfDocument(output) as pdf:
        assert (printed, seen, len(pdf), await counts(desk)) == (2, [(2, 2)], 2, (2, 2))


async def test_a_server_that_stops_leaves_its_print_to_the_next(desk: Desk) -> None:
    await desk.issue(*desk.campus.people)  # so that it takes a while
    job = await desk.ask()
    live = Live(desk.database)
    boards = changes(desk.database, live, actor=desk.actor(), slug="engineering-career-fair", now=NOW)
    await anext(boards)

    making = asyncio.create_task(desk.make())
    while (await desk.job(job)).state is not PrintState.MAKING:
        await anext(boards)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    await boards.aclose()
    await live.close()

    assert (await desk.job(job)).state is PrintState.WAITING
    assert (await desk.make(), (await desk.job(job)).state) == (True, PrintState.DONE)
