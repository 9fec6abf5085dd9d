"""Who is told what, once."""

import email
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.policy import default

import pytest

from services.notifications.application.contacts import unsubscribe
from services.notifications.domain.channels import Channel
from shared.contracts.notifications import DeliveryFailed, DispatchCompleted, NoticePrinted
from tests.integration.notifications.conftest import Open
from tests.integration.notifications.desk import Desk
from tests.integration.notifications.facts import approved, diagnosis, forum, proven, submitted
from tests.support.mail import MailCatcher

WriteDown = Callable[..., Awaitable[str]]


async def test_the_dossier_goes_to_every_association_and_the_dispatch_table_is_evidence(
    desk: Desk, write_down: WriteDown, mail: MailCatcher
) -> None:
    ids = {await write_down(desk, "association", f"a{n}@example.org", consent=False) for n in range(3)}
    file = await desk.service.files.put(b"%PDF-1.7 dossier", "tn-nefta", "dossier.pdf", "application/pdf")
    document = diagnosis().document.model_copy(update={"sha256": file.sha256, "size": file.size})
    await desk.told(diagnosis(document))

    [completed] = await desk.announced(DispatchCompleted)
    assert (completed.recipients, completed.sent, completed.failed, completed.audience) == (3, 3, 0, "associations")
    assert completed.about == "diagnosis-1"
    table = await desk.service.files.read("tn-nefta", completed.dispatch_table.sha256)
    assert all(contact.encode() in table for contact in ids)
    assert b"example.org" not in table
    caught = mail.messages("a1@example.org")
    message = email.message_from_bytes(mail.raw(caught[0].id), policy=default)
    [attachment] = list(message.iter_attachments())
    assert attachment.get_content() == b"%PDF-1.7 dossier"


async def test_every_event_delivered_twice_has_one_effect(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    author = await write_down(desk, "citizen", "author@example.org")
    events = [diagnosis(), proven(), forum(), submitted(author), approved(["p1"], ["p2"])]
    for number, event in enumerate(events):
        await desk.told(event, f"event-{number}")
    once = (
        len(mail.messages()),
        len(await desk.deliveries()),
        await desk.service.queries.feed("tn-nefta", None, None, 50),
    )
    for number, event in enumerate(events):
        await desk.told(event, f"event-{number}")
    await desk.sweep()
    again = (
        len(mail.messages()),
        len(await desk.deliveries()),
        await desk.service.queries.feed("tn-nefta", None, None, 50),
    )
    assert once == again
    assert once[0] > 0
    assert len(await desk.announced(DispatchCompleted)) == 1


async def test_a_task_that_runs_twice_sends_one_mail(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    await write_down(desk, "citizen", "c@example.org")
    await desk.hear(forum())
    tasks = list(desk.queue.waiting)
    desk.queue.waiting.extend(tasks * 2)
    await desk.work()
    assert len(mail.messages("c@example.org")) == 1


async def test_somebody_in_two_audiences_hears_of_an_event_once(
    desk: Desk, write_down: WriteDown, mail: MailCatcher
) -> None:
    await write_down(desk, "association", "both@example.org", consent=True)
    await desk.told(diagnosis())
    [caught] = mail.messages("both@example.org")
    assert "ملف التشخيص" in caught.subject


async def test_only_the_author_gets_the_tracking_code(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    author = await write_down(desk, "citizen", "author@example.org")
    await write_down(desk, "citizen", "other@example.org")
    await desk.told(submitted(author))
    [caught] = mail.messages()
    message = email.message_from_bytes(mail.raw(caught.id), policy=default)
    body = message.get_body(("plain",))
    assert caught.recipients == ["author@example.org"]
    assert body is not None
    assert "H4KX9PTR" in body.get_content()


async def test_authors_learn_what_became_of_their_projects(
    desk: Desk, write_down: WriteDown, mail: MailCatcher
) -> None:
    one = await write_down(desk, "citizen", "one@example.org", consent=False)
    two = await write_down(desk, "citizen", "two@example.org")
    three = await write_down(desk, "citizen", "three@example.org")
    for author, proposal in ((one, "p1"), (two, "p2"), (three, "p3")):
        await desk.told(submitted(author, proposal))
    mail.clear()
    await desk.told(approved(["p2"], ["p3"]))
    assert [m.subject for m in mail.messages("two@example.org")] == ["نفطة: مشروعكم ضمن البرنامج المصادق عليه"]
    assert [m.subject for m in mail.messages("three@example.org")] == ["نفطة: مشروعكم مرحّل إلى الدورة القادمة"]
    assert mail.messages("one@example.org") == []


async def test_who_unsubscribed_hears_legal_notices_only(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    contact = await write_down(desk, "association", "left@example.org")
    row = await desk.service.db["contacts"].find_one({"contact_id": contact})
    assert row is not None
    await desk.service.within(lambda stores: unsubscribe("tn-nefta", row["token"], stores))
    await desk.service.within(lambda stores: unsubscribe("tn-nefta", row["token"], stores))
    await desk.told(approved([], []))
    legal = [m.subject for m in mail.messages("left@example.org")]
    assert legal == ["نفطة: صادق المجلس على برنامج 2022"]
    citizen = await write_down(desk, "citizen", "gone@example.org", consent=False)
    await desk.told(forum())
    assert citizen not in {d["contact_id"] for d in await desk.deliveries()}


async def test_nobody_but_the_law_writes_at_night(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    await write_down(desk, "citizen", "asleep@example.org")
    await write_down(desk, "association", "office@example.org", consent=False)
    desk.clock.pass_time(timedelta(hours=11))
    await desk.told(diagnosis())
    assert mail.messages("asleep@example.org") == []
    assert len(mail.messages("office@example.org")) == 1
    await desk.later(timedelta(hours=8))
    assert mail.messages("asleep@example.org") == []
    await desk.later(timedelta(hours=2))
    assert len(mail.messages("asleep@example.org")) == 1


async def test_a_digest_brings_the_day_in_one_message(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    contact = await write_down(desk, "citizen", "busy@example.org")
    await desk.service.db["contacts"].update_one({"contact_id": contact}, {"$set": {"daily_digest": True}})
    await desk.told(forum("الأول"))
    await desk.told(forum("الثاني"))
    assert mail.messages("busy@example.org") == []
    await desk.later(timedelta(hours=8))
    [caught] = mail.messages("busy@example.org")
    body = email.message_from_bytes(mail.raw(caught.id), policy=default).get_body(("plain",))
    assert body is not None
    assert "الأول" in body.get_content()
    assert "الثاني" in body.get_content()
    assert {d["state"] for d in await desk.deliveries()} == {"sent"}


async def test_a_mail_server_that_is_away_delays_and_loses_nothing(
    open_desk: Open, write_down: WriteDown, mail: MailCatcher
) -> None:
    away = await open_desk(smtp_url="smtp://127.0.0.1:9")
    await write_down(away, "citizen", "c@example.org")
    await away.told(forum())
    [waiting] = await away.deliveries()
    assert (waiting["state"], waiting["reason"]) == ("pending", "mail-server-away")
    back = await open_desk()
    back.clock.pass_time(timedelta(minutes=5))
    await back.sweep()
    assert len(mail.messages("c@example.org")) == 1
    assert [d["state"] for d in await back.deliveries()] == ["sent"]


async def test_a_refused_address_is_said_and_a_busy_server_tried_again(
    desk: Desk, write_down: WriteDown, mail: MailCatcher
) -> None:
    refused = await write_down(desk, "citizen", "rejects.me@example.org")
    await write_down(desk, "citizen", "later.me@example.org")
    await desk.told(forum())
    [failed] = await desk.announced(DeliveryFailed)
    assert (failed.contact_id, failed.reason) == (refused, "address-refused")
    await desk.later(timedelta(minutes=1))
    assert len(mail.messages("later.me@example.org")) == 1


@pytest.mark.parametrize("legal", [True, False])
async def test_an_unknown_outcome_is_repeated_only_where_the_law_asks(
    desk: Desk, write_down: WriteDown, mail: MailCatcher, legal: bool
) -> None:
    await write_down(desk, "association" if legal else "citizen", "c@example.org")
    await desk.told(diagnosis())
    lost = {"state": "claimed", "claim": "a worker that died", "claimed_at": desk.clock.system_now}
    await desk.service.db["deliveries"].update_many({}, {"$set": lost})
    await desk.later(timedelta(minutes=3))
    await desk.later(timedelta(minutes=3))
    caught = mail.messages("c@example.org")
    assert len(caught) == (2 if legal else 1)
    assert len({one.message_id for one in caught}) == 1
    assert {d["state"] for d in await desk.deliveries()} == {"sent" if legal else "uncertain"}


async def test_a_missing_gateway_gives_way_to_email_and_then_to_the_feed(
    open_desk: Open, write_down: WriteDown, mail: MailCatcher
) -> None:
    desk = await open_desk()
    phone = {Channel.SMS: "+21620000000"}
    await write_down(desk, "citizen", "both@example.org", addresses=phone)
    await write_down(desk, "citizen", None, addresses=phone)
    await desk.told(forum())
    assert len(mail.messages("both@example.org")) == 1
    assert sorted((d["channel"], d["state"]) for d in await desk.deliveries()) == [("email", "sent"), ("feed", "sent")]


async def test_what_a_crash_left_undone_is_found(desk: Desk, write_down: WriteDown, mail: MailCatcher) -> None:
    await write_down(desk, "citizen", "c@example.org")
    await desk.hear(forum())
    desk.queue.waiting.clear()
    await desk.later(timedelta(seconds=6))
    assert len(mail.messages("c@example.org")) == 1


async def test_a_notice_for_the_town_hall_is_printed_once(desk: Desk) -> None:
    await desk.told(diagnosis())
    await desk.sweep()
    [printed] = await desk.announced(NoticePrinted)
    stored = await desk.service.files.stat("tn-nefta", printed.document.sha256)
    assert stored.public
    assert (await desk.service.files.read("tn-nefta", stored.sha256)).startswith(b"%PDF-")


async def test_a_large_audience_is_told_page_by_page(
    desk: Desk, write_down: WriteDown, mail: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifications.application.spreading.PAGE", 10)
    for number in range(25):
        await write_down(desk, "citizen", f"c{number}@example.org")
    await desk.told(forum())
    assert len({m.recipients[0] for m in mail.messages()}) == 25
