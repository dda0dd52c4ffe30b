"""People follow what they care for, and are told what might be for them."""

from conftest import SignIn
from markup import read


async def test_follow_a_group_see_what_is_for_you_and_stop(sign_in: SignIn) -> None:
    ada = await sign_in("ada")

    await ada.post("/organizations/graduate-union", data={"operation": "Follow"})
    page = read((await ada.get("/for-you")).text)
    stop = await ada.post("/for-you", data={"operation": "UnfollowOrganization", "organization": "graduate-union"})

    assert "You follow Graduate Union" in page.text
    assert stop.status_code == 303
    assert "None yet." in read((await ada.get("/for-you")).text).text


async def test_follow_a_tag_that_is_none(sign_in: SignIn) -> None:
    ada = await sign_in("ada")

    refused = await ada.post("/for-you", data={"operation": "FollowTag", "tag": "x" * 61})

    assert refused.status_code == 422
    assert "This tag has 61 characters." in refused.text
