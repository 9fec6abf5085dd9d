"""Registration days for voting from afar: one credential a person and contest, signed without being seen."""

import asyncio
import json
from dataclasses import dataclass

import pytest

from services.scheduling.tasks import sweep_registrations
from shared.blind_rsa import CREDENTIAL_DOMAIN, PublicKey, verify
from shared.blinding import blind, factor, finalize, prefix, prepare, salt
from shared.contracts.event import Text3
from shared.contracts.scheduling import CredentialKeysPublished, RegistrationClosed
from shared.contracts.voting import ContestSummary, ElectionPrepared
from tests.integration.scheduling.conftest import BENI_MELLAL, NEFTA, Town

WINDOW = {"opens_at": "2025-02-01T08:00:00Z", "closes_at": "2025-02-08T18:00:00Z"}
DESK = "registration_clerk"


def prepared() -> ElectionPrepared:
    contests = [
        ContestSummary(contest="hay-1", label=Text3(ar="الحي 1"), neighbourhood="hay-1", seats=2, method="limited"),
        ContestSummary(contest="hay-2", label=Text3(ar="الحي 2"), neighbourhood="hay-2", seats=2, method="limited"),
        ContestSummary(contest="projects", label=Text3(ar="المشاريع"), seats=0, method="approval"),
    ]
    return ElectionPrepared(
        municipality=BENI_MELLAL, election_id="e1", edition="2025", kind="delegates", contests=contests
    )


@pytest.fixture
async def here(town: Town) -> Town:
    """Registration is set up, and has begun."""
    here = town.at(BENI_MELLAL)
    await here.step("2025-01-20T08:00:00+00:00")
    await here.tell(prepared())
    await here.made("/registrars", {"election_id": "e1", **WINDOW})
    await here.step("2025-02-02T08:00:00+00:00")
    return here


@dataclass
class Voter:
    """What a phone does: it draws a key, hides it, and uncovers the answer."""

    town: Town
    code: str
    key: PublicKey

    def __post_init__(self) -> None:
        self.prepared = prepare(CREDENTIAL_DOMAIN + prefix(), prefix())
        hidden, self.inverse = blind(self.key, self.prepared, salt(), factor(self.key))
        self.blinded = hidden.hex()

    async def ask(self, contest: str = "hay-1", key: str | None = None) -> tuple[int, dict[str, str]]:
        body = {"code": self.code, "contest": contest, "blinded": self.blinded}
        answer = await self.town.post("/registrars/e1/credentials", body, key=key)
        return answer.status_code, answer.json()

    def uncovered(self, answer: dict[str, str]) -> bytes:
        return finalize(self.key, self.prepared, bytes.fromhex(answer["blind_signature"]), self.inverse)


async def key_of(town: Town, contest: str) -> PublicKey:
    shown = await town.get("/registrars/e1")
    return PublicKey.from_spki(bytes.fromhex({c["contest"]: c["spki"] for c in shown["contests"]}[contest]))


async def voter(town: Town, name: str = "فاطمة", neighbourhood: str = "hay-1", contest: str = "hay-1") -> Voter:
    rows = {"rows": [{"name": name, "neighbourhood": neighbourhood}]}
    made = await town.made("/registrars/e1/people", rows, DESK)
    return Voter(town, made["people"][0]["code"], await key_of(town, contest))


async def test_the_keys_are_announced_before_anybody_registers(here: Town) -> None:
    [event] = await here.announced(CredentialKeysPublished)
    assert [key["contest"] for key in event["keys"]] == ["hay-1", "hay-2", "projects"]
    assert len({key["spki"] for key in event["keys"]}) == 3
    assert event["closes_at"] == WINDOW["closes_at"]


async def test_a_registered_person_gets_a_signature_that_anybody_can_check(here: Town) -> None:
    person = await voter(here)
    status, answer = await person.ask()
    assert status == 200
    assert verify(person.key, person.prepared, person.uncovered(answer))


async def test_the_same_message_gets_the_same_answer_and_another_one_none(here: Town) -> None:
    person = await voter(here)
    _, first = await person.ask()
    assert (await person.ask()) == (200, first)
    other = Voter(here, person.code, person.key)
    status, refused = await other.ask()
    assert (status, refused["word"]) == (409, "credential-already-issued")


async def test_of_two_phones_with_one_code_at_the_same_moment_one_gets_the_credential(here: Town) -> None:
    person = await voter(here)
    phones = [Voter(here, person.code, person.key) for _ in range(8)]
    answers = await asyncio.gather(*(phone.ask() for phone in phones))
    assert sorted(status for status, _ in answers) == [200] + [409] * 7
    await here.made("/registrars/e1/closing", {})
    [event] = await here.announced(RegistrationClosed)
    assert event["contests"][0] == {"contest": "hay-1", "registered": 1, "issued": 1}


async def test_a_person_votes_in_their_own_neighbourhood_and_in_what_everybody_votes_on(here: Town) -> None:
    person = await voter(here, contest="projects")
    status, refused = await person.ask("hay-2")
    assert (status, refused["word"]) == (403, "contest-not-yours")
    status, answer = await person.ask("projects")
    assert status == 200
    assert verify(await key_of(here, "projects"), person.prepared, person.uncovered(answer))


async def test_a_code_nobody_has_opens_nothing(here: Town) -> None:
    person = await voter(here)
    person.code = "AAAA-AAAA-AAAA"
    status, refused = await person.ask()
    assert (status, refused["word"]) == (403, "registration-code-unknown")


async def test_a_code_is_read_as_people_type_it(here: Town) -> None:
    person = await voter(here)
    eastern = person.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    person.code = f" {eastern[:4].lower()}-{eastern[4:8]} {eastern[8:]}"
    assert (await person.ask())[0] == 200


async def test_registering_the_same_person_again_gives_the_same_code(here: Town) -> None:
    rows = {
        "rows": [
            {"name": "Fatima Zahra", "neighbourhood": "hay-1"},
            {"name": "FATIMA  ZAHRA", "neighbourhood": "hay-1"},
        ]
    }
    [first] = (await here.made("/registrars/e1/people", rows, DESK))["people"]
    [again] = (await here.made("/registrars/e1/people", rows, DESK))["people"]
    assert (first["new"], again["new"], again["code"]) == (True, False, first["code"])


async def test_the_same_name_in_another_neighbourhood_is_pointed_out(here: Town) -> None:
    [one] = (await here.made("/registrars/e1/people", {"rows": [{"name": "أحمد", "neighbourhood": "hay-1"}]}, DESK))[
        "people"
    ]
    [two] = (await here.made("/registrars/e1/people", {"rows": [{"name": "أحمد", "neighbourhood": "hay-2"}]}, DESK))[
        "people"
    ]
    assert two["namesakes"] == [one["person_id"]]


async def test_a_lost_card_is_void_and_a_new_one_gives_no_second_credential(here: Town) -> None:
    person = await voter(here)
    [registered] = (await here.get("/registrars/e1/people", DESK))["items"]
    await person.ask()
    card = await here.made(f"/registrars/e1/people/{registered['person_id']}/card", {}, DESK)
    assert (await Voter(here, person.code, person.key).ask())[1]["word"] == "registration-code-unknown"
    assert (await Voter(here, card["code"], person.key).ask())[1]["word"] == "credential-already-issued"


async def test_credentials_are_given_in_the_window_only(town: Town) -> None:
    early = town.at(BENI_MELLAL)
    await early.step("2025-01-20T08:00:00+00:00")
    await early.tell(prepared())
    await early.made("/registrars", {"election_id": "e1", **WINDOW})
    person = await voter(early)
    assert (await person.ask())[1]["word"] == "registration-not-open"
    await early.step("2025-02-02T08:00:00+00:00")
    status, answer = await person.ask()
    assert status == 200
    late = await voter(early, "متأخر")
    await early.step("2025-02-08T18:00:00+00:00")
    assert (await late.ask())[1]["word"] == "registration-not-open"
    await sweep_registrations(early.service)
    await sweep_registrations(early.service)
    [event] = await early.announced(RegistrationClosed)
    assert (event["closed_at"], event["contests"][0]) == (
        WINDOW["closes_at"],
        {"contest": "hay-1", "registered": 2, "issued": 1},
    )
    assert (await person.ask()) == (200, answer)  # lost on the way, asked again
    refused = await early.post("/registrars/e1/people", {"rows": [{"name": "آخر", "neighbourhood": "hay-1"}]}, DESK)
    assert refused.json()["word"] == "registration-not-open"


async def test_the_keys_are_gone_once_registration_has_closed(here: Town) -> None:
    assert await here.resources.db["registrar_keys"].count_documents({}) == 3
    await here.made("/registrars/e1/closing", {})
    assert await here.resources.db["registrar_keys"].count_documents({}) == 0


async def test_what_is_counted_at_closing_is_what_was_given_out(here: Town) -> None:
    rows = {"rows": [{"name": f"شخص {n}", "neighbourhood": "hay-1"} for n in range(24)]}
    people = (await here.made("/registrars/e1/people", rows, DESK))["people"]
    key = await key_of(here, "hay-1")

    async def ask(code: str) -> int:
        return (await Voter(here, code, key).ask())[0]

    async def close() -> int:
        await asyncio.sleep(0.05)
        return (await here.post("/registrars/e1/closing", {})).status_code

    *statuses, closed = await asyncio.gather(*(ask(person["code"]) for person in people), close())
    assert closed == 200
    [event] = await here.announced(RegistrationClosed)
    given = await here.resources.db["registrants"].count_documents({"issued": {"$ne": {}}})
    assert event["contests"][0]["issued"] == given >= statuses.count(200)


async def test_few_people_are_not_counted_in_public_while_registration_goes_on(here: Town) -> None:
    await voter(here)
    shown = await here.get("/registrars/e1")
    assert [contest["registered"] for contest in shown["contests"]] == [None, 0, None]


async def test_no_code_and_no_blinded_message_is_kept_or_told(here: Town) -> None:
    person = await voter(here)
    await person.ask()
    await here.made("/registrars/e1/closing", {})
    db = here.resources.db
    kept = {name: await db[name].find().to_list(None) for name in await db.list_collection_names()}
    everything = json.dumps(kept, default=repr)
    assert person.code not in everything
    assert person.blinded not in everything
    assert "فاطمة" not in json.dumps([kept["_outbox"], kept["_audit"]], default=repr, ensure_ascii=False)


async def test_reading_the_list_of_registered_people_is_recorded(here: Town) -> None:
    await here.get("/registrars/e1/people", DESK)
    rows = [row async for row in here.resources.db["_audit"].find({"command": "read-voters"})]
    assert [row["subject"] for row in rows] == ["e1"]
    assert (await here.client.get(f"/{BENI_MELLAL}/registrars/e1/people")).status_code == 401


async def test_the_window_moves_for_who_read_it_last(here: Town) -> None:
    path, later = f"/{BENI_MELLAL}/registrars/e1", {**WINDOW, "closes_at": "2025-02-09T18:00:00Z"}
    tag = (await here.client.get(path)).headers["ETag"]
    moved = await here.client.patch(path, json=later, headers={**here.headers("cell"), "If-Match": tag})
    assert moved.json()["closes_at"] == later["closes_at"]
    other = {**WINDOW, "closes_at": "2025-02-10T18:00:00Z"}
    refused = await here.client.patch(path, json=other, headers={**here.headers("cell"), "If-Match": tag})
    assert (refused.status_code, refused.json()["word"]) == (409, "stale-version")
    assert [row["field"] for row in refused.json()["difference"]] == ["closes_at"]


async def test_an_election_has_one_registration_and_only_one_it_knows(here: Town) -> None:
    again = await here.post("/registrars", {"election_id": "e1", **WINDOW, "closes_at": "2025-03-08T18:00:00Z"})
    assert again.json()["word"] == "registration-already-set-up"
    strange = await here.post("/registrars", {"election_id": "e2", **WINDOW})
    assert strange.json()["word"] == "election-unknown"
    elsewhere = await here.at(NEFTA).post("/registrars", {"election_id": "e1", **WINDOW})
    assert elsewhere.json()["word"] == "election-unknown"


@pytest.mark.parametrize(
    "blinded", ["00" * 256, "ff" * 256, "ab" * 255, "xy"], ids=["zero", "above", "short", "no hex"]
)
async def test_what_is_no_blinded_message_is_refused(here: Town, blinded: str) -> None:
    person = await voter(here)
    person.blinded = blinded
    status, refused = await person.ask()
    assert status == 422
    assert refused["word"] in {"blinded-message-invalid", "invalid-input"}
