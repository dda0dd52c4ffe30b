"""One's own badge, whose a code is, and what of it others see."""

from base64 import b64decode
from typing import Any

import pytest
from conftest import NOW, SECRET, Execute
from hall import Hall
from sqlalchemy import select

from schema.ids import global_id
from server.actor import ANONYMOUS, Member
from server.badges.decode import read_codes
from server.badges.errors import BadgeRevoked
from server.badges.issue import issue_badge, replace_badge, revoke_badge
from server.badges.models import Badge, BadgeState
from server.badges.token import derive, write
from server.errors import NotFound, SignInRequired
from server.people.models import Audience
from server.people.policies import AUDIENCE_OF

OWN = "{ viewer { badge { id code address svg state event { slug } svgFile { text mediaType } pngFile { base64 } } } }"
WHOSE = """query Whose($code: String!) {
  badge(code: $code) { code own person { name email } contact { id } vcard { text filename mediaType } }
}"""
NODE = """query Node($id: ID!) {
  node(id: $id) {
    __typename id
    ... on Badge { code }
    ... on Contact { name person { name } }
    ... on Encounter { outgoing note person { name } }
  }
}"""


async def badge_of(hall: Hall, key: str) -> Any:
    (row,) = await hall.database.rows(
        select(Badge.__table__).where(Badge.person_id == hall.person(key), Badge.state == BadgeState.ACTIVE)
    )
    return row


async def test_viewer_shows_their_badge(hall: Hall, execute: Execute) -> None:
    answer = await execute("ben", OWN)

    badge = answer["data"]["viewer"]["badge"]
    assert badge["code"] == hall.code("ben")
    assert badge["address"] == f"HTTP://HALLWAY.TEST/B/{hall.code('ben')}"
    assert (badge["state"], badge["event"]) == ("ACTIVE", None)
    assert badge["svg"] == badge["svgFile"]["text"]
    assert read_codes(b64decode(badge["pngFile"]["base64"])) == [badge["address"]]


async def test_viewer_without_a_badge_has_none(hall: Hall, execute: Execute) -> None:
    badge = await badge_of(hall, "ben")
    async with hall.database.write() as session:
        await revoke_badge(session, actor=Member(hall.person("ben")), badge_id=badge.id, now=badge.issued_at)

    answer = await execute("ben", OWN)

    assert answer == {"data": {"viewer": {"badge": None}}}


@pytest.mark.parametrize("spelling", [str, str.lower, lambda code: f"https://elsewhere.example/b/{code}?x=1"])
async def test_code_leads_to_its_holder(hall: Hall, execute: Execute, spelling: Any) -> None:
    answer = await execute("ada", WHOSE, code=spelling(hall.code("ben")))

    badge = answer["data"]["badge"]
    assert (badge["code"], badge["own"], badge["contact"]) == (hall.code("ben"), False, None)
    assert badge["person"] == {"name": "Bến Nguyễn", "email": None}
    assert badge["vcard"]["filename"] == "Bến Nguyễn.vcf"
    assert "FN:Bến Nguyễn\r\n" in badge["vcard"]["text"]
    assert hall.code("ben") not in badge["vcard"]["text"]
    assert await hall.contact("ada", "ben") is None


async def test_code_of_a_contact_leads_to_the_contact(hall: Hall, execute: Execute) -> None:
    kept = await hall.scan("ada", "ben")

    answer = await execute("ada", WHOSE, code=hall.code("ben"))

    badge = answer["data"]["badge"]
    assert badge["contact"] == {"id": global_id("contact", kept.contact_id)}
    assert badge["person"]["email"] == "ben@northgate.example"


async def test_own_code_is_known_as_such(hall: Hall, execute: Execute) -> None:
    answer = await execute("ben", WHOSE, code=hall.code("ben"))

    assert answer["data"]["badge"]["own"] is True


async def test_code_shows_strangers_what_is_for_everyone(hall: Hall, execute: Execute) -> None:
    await hall.card("ben", **dict.fromkeys(AUDIENCE_OF.values(), Audience.MEMBERS))
    hidden = await execute(None, WHOSE, code=hall.code("ben"))
    await hall.card("ben", name_audience=Audience.EVERYONE)
    shown = await execute(None, WHOSE, code=hall.code("ben"))

    assert hidden["data"]["badge"]["person"] == {"name": None, "email": None}
    assert hidden["data"]["badge"]["vcard"] is None
    assert shown["data"]["badge"]["person"] == {"name": "Bến Nguyễn", "email": None}
    assert "ben@northgate.example" not in shown["data"]["badge"]["vcard"]["text"]


async def test_code_shows_the_blocked_what_strangers_see(hall: Hall, execute: Execute) -> None:
    await hall.block("ben", "ada")

    answer = await execute("ada", WHOSE, code=hall.code("ben"))

    assert answer["data"]["badge"]["person"] == {"name": None, "email": None}


@pytest.mark.parametrize("code", ["", "nonsense", "2ZSJ37NQRBVPZRT6AYFYJ233H", "https://example.edu/", "x" * 10_000])
async def test_code_that_is_none_leads_nowhere(execute: Execute, code: str) -> None:
    assert await execute("ada", WHOSE, code=code) == {"data": {"badge": None}}


async def test_code_of_a_replaced_badge_leads_nowhere(hall: Hall, execute: Execute) -> None:
    badge = await badge_of(hall, "ben")
    async with hall.database.write() as session:
        new = await replace_badge(
            session, secret=SECRET, actor=Member(hall.person("ben")), badge_id=badge.id, now=badge.issued_at
        )

    assert await execute("ada", WHOSE, code=hall.code("ben")) == {"data": {"badge": None}}
    answer = await execute("ada", WHOSE, code=write(derive(SECRET, new.seed)))
    assert answer["data"]["badge"]["person"]["name"] == "Bến Nguyễn"


async def test_node_of_a_badge_is_for_its_holder(hall: Hall, execute: Execute) -> None:
    id_ = global_id("badge", (await badge_of(hall, "ben")).id)

    assert (await execute("ben", NODE, id=id_))["data"]["node"]["code"] == hall.code("ben")
    for other in ("ada", None):
        assert await execute(other, NODE, id=id_) == {"data": {"node": None}}


async def test_node_of_a_contact_is_for_its_owner(hall: Hall, execute: Execute) -> None:
    kept = await hall.scan("ada", "ben")
    id_ = global_id("contact", kept.contact_id)

    assert (await execute("ada", NODE, id=id_))["data"]["node"]["name"] == "Bến Nguyễn"
    for other in ("ben", "dana", None):
        assert await execute(other, NODE, id=id_) == {"data": {"node": None}}


async def test_node_of_an_encounter_is_for_the_two(hall: Hall, execute: Execute) -> None:
    kept = await hall.scan("ada", "ben", note="Anodes.")
    id_ = global_id("encounter", kept.encounter_id)

    mine = (await execute("ada", NODE, id=id_))["data"]["node"]
    theirs = (await execute("ben", NODE, id=id_))["data"]["node"]

    assert (mine["outgoing"], mine["note"], mine["person"]) == (True, "Anodes.", {"name": "Bến Nguyễn"})
    assert (theirs["outgoing"], theirs["note"], theirs["person"]) == (False, None, {"name": "Ada Okafor"})
    for other in ("dana", None):
        assert await execute(other, NODE, id=id_) == {"data": {"node": None}}


async def test_issue_a_badge_twice_gives_the_same(hall: Hall) -> None:
    fair, ben = hall.campus.events["fair"], hall.person("ben")
    async with hall.database.write() as session:
        first, again = [
            await issue_badge(session, secret=SECRET, person_id=ben, event_id=fair, now=NOW) for _ in range(2)
        ]

    assert first is again
    assert first.event_id == fair
    assert first.id != (await badge_of_everywhere(hall)).id


async def badge_of_everywhere(hall: Hall) -> Any:
    (row,) = await hall.database.rows(
        select(Badge.id).where(Badge.person_id == hall.person("ben"), Badge.event_id.is_(None))
    )
    return row


@pytest.mark.parametrize("verb", ["replace", "revoke"])
async def test_badges_of_others_can_not_be_ended(hall: Hall, verb: str) -> None:
    badge = await badge_of(hall, "ben")

    with pytest.raises(NotFound):
        async with hall.database.write() as session:
            actor = Member(hall.person("ada"))
            if verb == "replace":
                await replace_badge(session, secret=SECRET, actor=actor, badge_id=badge.id, now=badge.issued_at)
            else:
                await revoke_badge(session, actor=actor, badge_id=badge.id, now=badge.issued_at)

    assert (await badge_of(hall, "ben")).state is BadgeState.ACTIVE


async def test_badge_is_not_ended_by_nobody(hall: Hall) -> None:
    badge = await badge_of(hall, "ben")

    with pytest.raises(SignInRequired):
        async with hall.database.write() as session:
            await revoke_badge(session, actor=ANONYMOUS, badge_id=badge.id, now=badge.issued_at)


async def test_fresh_code_lets_the_old_one_die_at_once(hall: Hall, execute: Execute) -> None:
    fresh = "mutation { x: freshBadge { __typename ... on FreshBadgeSuccess { badge { code state } } } }"
    old = hall.code("ben")

    taken = (await execute("ben", fresh))["data"]["x"]

    assert taken["badge"]["state"] == "ACTIVE"
    assert taken["badge"]["code"] != old
    with pytest.raises(BadgeRevoked):
        await hall.scan("ada", "ben", code=old)
    met = await hall.scan("ada", "ben", code=taken["badge"]["code"])
    assert met.person_id == hall.person("ben")
