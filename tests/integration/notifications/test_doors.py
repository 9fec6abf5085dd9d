"""What the HTTP routes promise."""

import email
from email.policy import default

from shared.ids import new_id
from tests.integration.notifications.desk import RUN, Door
from tests.integration.notifications.facts import diagnosis, forum
from tests.support.mail import MailCatcher

NEFTA, WEB = "/tn-nefta", "https://web.example"
ASSOCIATION = {"kind": "association", "name": "الواحة", "email": "oasis@example.org", "language": "ar", "consent": True}


async def subscribe(door: Door, address: str = "c@example.org", **more: object) -> str:
    body = {"email": address, "language": "ar", **more}
    answer = await door.post(f"{NEFTA}/subscriptions", body, staff=False)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["contact_id"])


async def work_until_quiet(door: Door) -> None:
    """The app enqueues for Celery, which is not there: the same tasks are run by hand."""
    service = door.desk.service
    for row in await service.db["happenings"].find({"state": "spreading"}).to_list(None):
        await RUN["notifications.tell"](service, row["municipality"], row["event_id"])
    for row in await service.db["deliveries"].find({"state": "pending"}).to_list(None):
        await RUN["notifications.deliver"](service, row["municipality"], row["id"])


async def test_the_same_request_sent_twice_writes_one_contact_down(door: Door) -> None:
    key = new_id()
    first = await door.post(f"{NEFTA}/contacts", ASSOCIATION, headers={"Idempotency-Key": key})
    again = await door.post(f"{NEFTA}/contacts", ASSOCIATION, headers={"Idempotency-Key": key})
    assert (first.status_code, first.json()) == (201, again.json())
    listed = (await door.get(f"{NEFTA}/contacts", staff=True)).json()["items"]
    assert [(c["email"], c["consented"]) for c in listed] == [("oasis@example.org", True)]


async def test_an_address_known_already_stays_one_person(door: Door) -> None:
    citizen = await subscribe(door, "Oasis@example.org", topics=["votes"])
    association = (await door.post(f"{NEFTA}/contacts", ASSOCIATION)).json()["contact_id"]
    assert citizen == association
    [contact] = (await door.get(f"{NEFTA}/contacts?kind=association", staff=True)).json()["items"]
    assert contact["topics"] == ["votes"]


async def test_addresses_are_for_staff_only(door: Door) -> None:
    for path in ("contacts", "deliveries", "dispatches"):
        answer = await door.get(f"{NEFTA}/{path}")
        assert (answer.status_code, answer.json()["word"]) == (401, "token-missing")


async def test_bad_input_is_said_in_the_readers_language_and_writes_nothing(door: Door) -> None:
    broken = [
        ({**ASSOCIATION, "email": "not an address"}, 422, "invalid-input"),
        ({**ASSOCIATION, "email": None}, 422, "no-address"),
        ({**ASSOCIATION, "email": "a@b.example\r\nBcc: all@example.org"}, 422, "invalid-input"),
        ({**ASSOCIATION, "unknown": 1}, 422, "invalid-input"),
    ]
    for body, status, word in broken:
        answer = await door.post(f"{NEFTA}/contacts", body, headers={"Accept-Language": "fr"})
        assert (answer.status_code, answer.json()["word"]) == (status, word)
        assert answer.headers["content-language"] == "fr"
    refused = await door.post(f"{NEFTA}/subscriptions", {"email": "c@example.org", "topics": ["weather"]}, staff=False)
    assert (refused.status_code, refused.json()["word"]) == (422, "topic-unknown")
    nowhere = await door.post("/tn-nowhere/subscriptions", {"email": "c@example.org"}, staff=False)
    assert (nowhere.status_code, nowhere.json()["word"]) == (404, "municipality-unknown")
    assert (await door.get(f"{NEFTA}/contacts", staff=True)).json()["items"] == []


async def test_one_tap_in_the_mail_program_ends_the_messages(door: Door, mail: MailCatcher) -> None:
    await subscribe(door)
    await work_until_quiet(door)
    [welcome] = mail.messages("c@example.org")
    message = email.message_from_bytes(mail.raw(welcome.id), policy=default)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"List-Unsubscribe: <{WEB}/ar/".encode() in mail.raw(welcome.id), "as mail programs read it: never encoded"
    page = str(message["List-Unsubscribe"]).strip("<>").removeprefix(WEB)
    assert page.startswith("/ar/tn-nefta/unsubscribe/"), "the page is in the language of whoever subscribed"
    written = [part.get_content() for part in message.walk() if part.get_content_type() == "text/plain"]
    assert any(page in text for text in written)
    path = page.removeprefix("/ar")

    assert (await door.get(path)).json()["unsubscribed"] is False
    tapped = await door.client.post(path, content=b"List-Unsubscribe=One-Click")
    assert tapped.json() == {"unsubscribed": True, "municipality": "tn-nefta"}
    await door.desk.hear(forum())
    await work_until_quiet(door)
    assert len(mail.messages("c@example.org")) == 1
    unknown = await door.get(f"{NEFTA}/unsubscribe/{'x' * 32}")
    assert (unknown.status_code, unknown.json()["word"]) == (404, "unsubscribe-token-unknown")


async def test_the_feed_is_public_and_speaks_every_language(door: Door) -> None:
    await door.desk.told(forum())
    await door.desk.told(diagnosis())
    items = (await door.get(f"{NEFTA}/feed")).json()["items"]
    assert [item["topic"] for item in items] == ["diagnosis", "meetings"]
    assert set(items[0]["title"]) == {"ar", "fr", "en"}
    assert items[1]["path"] == "/tn-nefta/meetings/m1"
    assert [i["topic"] for i in (await door.get(f"{NEFTA}/feed?topic=meetings")).json()["items"]] == ["meetings"]


async def test_a_notice_can_be_printed_by_anybody(door: Door) -> None:
    event = await door.desk.told(diagnosis())
    answer = await door.get(f"{NEFTA}/notices/{event}.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert (await door.get(f"{NEFTA}/notices/none.pdf")).json()["word"] == "notice-unknown"


async def test_staff_see_what_was_sent_and_everybody_the_counts(door: Door) -> None:
    await door.post(f"{NEFTA}/contacts", ASSOCIATION)
    event = await door.desk.told(diagnosis())
    [delivery] = (await door.get(f"{NEFTA}/deliveries?status=sent", staff=True)).json()["items"]
    assert delivery["event_type"] == "pb.proposals.diagnosis-ready.v1"
    dispatch = (await door.get(f"{NEFTA}/dispatches/{event}", staff=True)).json()
    assert (dispatch["recipients"], dispatch["sent"], dispatch["pending"]) == (1, 1, 0)
    counts = (await door.get(f"{NEFTA}/messages/counts")).json()
    assert (counts["sent"], counts["pending"]) == (1, 0)


async def test_a_plan_that_exists_is_changed_by_its_version(door: Door) -> None:
    path = f"{NEFTA}/editions/2022/communication-plan"
    item = {"means": {"ar": "معلقات", "fr": "affiches"}, "audience": {"ar": "العموم"}, "starts_on": "2021-10-01"}
    first = await door.client.put(path, json={"items": [item]}, headers=door.staff)
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    assert (await door.client.put(path, json={"items": []}, headers=door.staff)).status_code == 428
    stale = await door.client.put(path, json={"items": []}, headers={**door.staff, "If-Match": '"7"'})
    assert (stale.status_code, stale.json()["word"]) == (409, "stale-version")
    reversed_dates = {**item, "ends_on": "2021-09-01"}
    bad = await door.client.put(path, json={"items": [reversed_dates]}, headers={**door.staff, "If-Match": '"1"'})
    assert (bad.status_code, bad.json()["word"], bad.json()["line"]) == (422, "plan-dates-reversed", 1)
    again = await door.client.put(path, json={"items": [item, item]}, headers={**door.staff, "If-Match": '"1"'})
    assert again.json()["version"] == 2
    assert len((await door.get(path)).json()["items"]) == 2


async def test_a_message_can_be_looked_at_before_it_is_sent(door: Door) -> None:
    path = f"{NEFTA}/templates/programme_approved/preview?language=ar&count=2"
    preview = (await door.get(path, staff=True)).json()
    assert "مُوّل مشروعان." in preview["plain"]
    assert 'dir="rtl"' in preview["html"]
    unknown = await door.get(f"{NEFTA}/templates/none/preview", staff=True)
    assert (unknown.status_code, unknown.json()["word"]) == (404, "template-unknown")


async def test_an_erased_contact_leaves_no_address(door: Door) -> None:
    contact = (await door.post(f"{NEFTA}/contacts", ASSOCIATION)).json()["contact_id"]
    gone = await door.client.delete(f"{NEFTA}/contacts/{contact}", headers=door.staff)
    assert gone.status_code == 204
    assert (await door.get(f"{NEFTA}/contacts", staff=True)).json()["items"] == []
