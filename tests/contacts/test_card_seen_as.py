"""What a person is shown of their card through the eyes of others is what those others see."""

from collections.abc import Sequence

import pytest
from conftest import NOW, Execute
from hall import Hall

from server.actor import Member
from server.contacts.employer_choice import ForEmployers, choose_for_employers
from server.people.models import Audience
from server.people.policies import AUDIENCE_OF

LINES = """{ name givenName familyName pronouns headline email telephone affiliation programme graduationYear worksFor
  jobTitle country url links languages interests askMeAbout openTo photo resume campus { slug } }"""
OWN = f"query ($as: Eyes!) {{ viewer {{ person: cardSeenBy(eyes: $as) {LINES} }} }}"
THEIRS = f"query ($id: ID!) {{ node(id: $id) {{ ... on Person {LINES} }} }}"

PARTS = tuple(dict.fromkeys(AUDIENCE_OF.values()))
NOT_NOBODY = (Audience.EVERYONE, Audience.MEMBERS, Audience.MET)


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("chosen", [[], [ForEmployers.EMAIL]], ids=["nothing", "email"])
@pytest.mark.parametrize("saves_back", [True, False])
async def test_preview_is_what_others_see(
    execute: Execute, hall: Hall, turn: int, chosen: Sequence[ForEmployers], saves_back: bool
) -> None:
    """Each line has another audience in turn; Bruno is a member, Eli and Ada scan each other, Dana scans for Halden."""
    audiences = {part: NOT_NOBODY[(place + turn) % 3] for place, part in enumerate(PARTS)}
    everyone = {"name_audience": Audience.EVERYONE, "telephone_audience": Audience.NOBODY}
    await hall.card("ada", **(audiences | everyone), saves_back=saves_back)
    async with hall.database.write() as session:
        ada = Member(hall.person("ada"))
        await choose_for_employers(session, actor=ada, event_id=None, fields=chosen, now=NOW)
    met = "eli"
    await hall.scan("ada", met)
    await hall.scan(met, "ada")
    await hall.scan("dana", "ada", event_id=hall.campus.events["fair"])

    id_ = f"person_{hall.person('ada').hex}"
    viewers = {"STRANGER": None, "MEMBER": "bruno", "MET": met, "EMPLOYER": "dana"}
    seen = {eyes: (await execute(viewer, THEIRS, id=id_))["data"]["node"] for eyes, viewer in viewers.items()}
    shown = {eyes: (await execute("ada", OWN, **{"as": eyes}))["data"]["viewer"]["person"] for eyes in viewers}

    assert shown == seen
    assert len({str(lines) for lines in seen.values()}) >= 3
