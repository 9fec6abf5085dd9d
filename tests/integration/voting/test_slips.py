"""Before voting opens slips are exchanged one for one and cancelled in public, singly or in bundles."""

import httpx

from tests.integration.voting.hall import TOWN, Hall, Vote, contest

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


async def test_a_spoiled_slip_is_exchanged_one_for_one_and_only_the_new_one_votes(hall: Hall) -> None:
    vote = await hall.drafted()
    await vote.print(2)
    spoiled = vote.slips["medina"][0]
    typed = spoiled["code"].translate(EASTERN)
    given = await hall.made(f"{vote.path}/exchanges", {"contest": "medina", "code": typed})
    assert given["void"] == spoiled["cred"]
    await vote.open()
    assert (await vote.cast(vote.ballot(0, "c0"))).json()["word"] == "void-slip"
    vote.slips["medina"][0] = given
    assert (await vote.cast(vote.ballot(0, "c0"))).status_code == 201
    census = (await vote.read())["contests"][0]
    assert census["turnout"]["given"] in (None, 2)


async def test_an_exchange_is_refused_for_unknown_void_or_mistyped_slips_and_after_opening(hall: Hall) -> None:
    vote = await hall.drafted()
    await vote.print(2)
    first, second = vote.slips["medina"]
    path = f"{vote.path}/exchanges"
    assert (await hall.post(path, {"contest": "medina", "cred": "0" * 64})).json()["word"] == "slip-unknown"
    assert (await hall.post(path, {"contest": "medina", "code": "1" * 24})).json()["word"] == "code-mistyped"
    assert (await hall.post(path, {"contest": "medina"})).status_code == 422
    await hall.made(path, {"contest": "medina", "cred": first["cred"]})
    again = await hall.post(path, {"contest": "medina", "cred": first["cred"]})
    assert (again.status_code, again.json()["word"]) == (409, "slip-already-void")
    await vote.open()
    late = await hall.post(path, {"contest": "medina", "cred": second["cred"]})
    assert (late.status_code, late.json()["word"]) == (409, "election-not-a-draft")


async def test_an_exchange_is_given_once_and_its_code_is_kept_nowhere(hall: Hall) -> None:
    vote = await hall.drafted()
    await vote.print(1)
    body = {"contest": "medina", "cred": vote.slips["medina"][0]["cred"]}
    key = "0" * 32
    given = (await hall.post(f"{vote.path}/exchanges", body, key=key)).json()
    again = await hall.post(f"{vote.path}/exchanges", body, key=key)
    assert (again.status_code, again.json()["word"]) == (409, "slips-given-once")
    stored = [
        str(row)
        for name in await hall.resources.db.list_collection_names()
        async for row in hall.resources.db[name].find()
    ]
    assert not any(given["code"] in row for row in stored)


async def bundled(hall: Hall) -> tuple[Vote, list[str]]:
    vote = await hall.drafted()
    answer = await hall.made(f"{vote.path}/slips", {"contest": "medina", "count": 7, "bundle": 3})
    vote.slips["medina"] = answer["slips"]
    assert [one["slips"] for one in answer["bundles"]] == [3, 3, 1]
    return vote, [one["code"] for one in answer["bundles"]]


async def test_an_unopened_bundle_is_voided_by_its_one_code(hall: Hall) -> None:
    vote, codes = await bundled(hall)
    voided = await hall.made(f"{vote.path}/voids", {"contest": "medina", "bundles": [codes[1]]})
    assert voided == {"void": 3}
    assert await hall.made(f"{vote.path}/voids", {"contest": "medina", "bundles": [codes[1]]}) == {"void": 3}
    await vote.open()
    words = [(await vote.cast(vote.ballot(slip, "c0"))).json().get("word") for slip in range(7)]
    assert words == [None] * 3 + ["void-slip"] * 3 + [None]


async def test_which_slips_lay_in_one_bundle_is_forgotten_when_voting_opens(hall: Hall) -> None:
    vote, codes = await bundled(hall)
    unknown = await hall.post(f"{vote.path}/voids", {"contest": "medina", "bundles": [vote.slips["medina"][0]["code"]]})
    assert unknown.json()["word"] == "slip-unknown"
    await vote.open()
    row = await hall.resources.db["pools"].find_one({"contest": "medina"})
    assert row is not None
    assert row["bundles"] == {}
    assert not any(code in str(row) for code in codes)


async def test_single_slips_are_cancelled_by_the_code_on_them(hall: Hall) -> None:
    vote = await hall.drafted()
    await vote.print(3)
    path, typed = f"{vote.path}/voids", vote.slips["medina"][0]["code"].translate(EASTERN)
    assert await hall.made(path, {"contest": "medina", "codes": [typed]}) == {"void": 1}
    assert await hall.made(path, {"contest": "medina", "codes": [typed]}) == {"void": 1}
    assert (await hall.post(path, {"contest": "medina", "codes": ["1" * 24]})).json()["word"] == "code-mistyped"
    assert (await hall.post(path, {"contest": "medina"})).json()["errors"][0]["word"] == "nothing-to-void"


async def test_the_bureau_sees_how_many_slips_are_printed_cancelled_and_handed_out(hall: Hall) -> None:
    vote = await hall.drafted(contest(), contest("kasbah"))
    await vote.print(3)
    await hall.made(f"{vote.path}/voids", {"contest": "medina", "creds": [vote.slips["medina"][0]["cred"]]})
    answer = await hall.client.get(f"/{TOWN}{vote.path}/pool", headers=hall.headers())
    assert answer.json()["items"] == [
        {"contest": "medina", "printed": 3, "void": 1, "given": 2, "present": None},
        {"contest": "kasbah", "printed": 0, "void": 0, "given": 0, "present": None},
    ]
    assert (await hall.client.get(f"/{TOWN}{vote.path}/pool")).status_code == 401


async def put(hall: Hall, vote: Vote, name: str, creds: list[str]) -> httpx.Response:
    body = {"contest": name, "creds": creds}
    return await hall.client.put(f"/{TOWN}{vote.path}/pool", json=body, headers=hall.headers())


async def test_a_file_of_slips_loaded_into_two_contests_is_refused_the_second_time(hall: Hall) -> None:
    vote = await hall.drafted(contest(), contest("kasbah"))
    file = [f"{n:064x}" for n in range(3)]
    assert (await put(hall, vote, "medina", file)).json() == {"pool_size": 3}
    assert (await put(hall, vote, "medina", file)).json() == {"pool_size": 3}
    refused = await put(hall, vote, "kasbah", [*file[2:], "f" * 64])
    assert (refused.status_code, refused.json()["word"], refused.json()["contest"]) == (
        409,
        "slip-in-two-pools",
        "medina",
    )
    printed = (await hall.client.get(f"/{TOWN}{vote.path}/pool", headers=hall.headers())).json()["items"]
    assert [one["printed"] for one in printed] == [3, 0]
    await hall.made(f"{vote.path}/voids", {"contest": "medina", "creds": file})
    assert (await put(hall, vote, "kasbah", file)).json() == {"pool_size": 3}


async def test_voting_does_not_open_with_a_slip_that_was_written_into_a_second_pool(hall: Hall) -> None:
    vote = await hall.drafted(contest(), contest("kasbah"))
    await vote.print(1)
    await vote.print(1, "kasbah")
    stolen = {"$push": {"creds": vote.slips["medina"][0]["cred"]}}
    await hall.resources.db["pools"].update_one({"contest": "kasbah"}, stolen)
    refused = await hall.post(f"{vote.path}/opening", {})
    assert (refused.status_code, refused.json()["word"]) == (409, "slip-in-two-pools")
