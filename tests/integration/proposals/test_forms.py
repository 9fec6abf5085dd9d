"""Public forms keep machines out without outside services, and nothing a person wrote is lost."""

import secrets
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from services.proposals.settings import Settings
from shared.contracts.proposals import ProposalSubmitted
from tests.integration.proposals.town import LAMPS, Town, running
from tests.support.issuer import Issuer

FORM = {**LAMPS, "edition": "2022"}


@pytest.fixture
async def guarded(settings: Settings, oidc: Issuer) -> AsyncIterator[Town]:
    """Tokens are required, few forms an hour are let through, and nobody has to wait."""
    strict = settings.model_copy(
        update={
            "proposals_form_tokens": "required",
            "proposals_form_quickest": 0,
            "proposals_forms_an_hour": 2,
            "proposals_forms_at_most": 4,
        }
    )
    async with running(strict, oidc) as town:
        await town.open()
        yield town


async def send(town: Town, address: str = "41.224.0.1", **changes: Any) -> httpx.Response:
    headers = {"X-Forwarded-For": address, "Idempotency-Key": secrets.token_hex(16)}
    return await town.client.post(f"/{town.slug}/proposals", json={**FORM, **changes}, headers=headers)


async def token(town: Town, form: str = "proposal") -> str:
    return str((await town.get(f"/forms/{form}"))["form_token"])


async def test_a_form_comes_with_a_token_and_goes_with_it(guarded: Town) -> None:
    refused = await send(guarded)
    assert (refused.status_code, refused.json()["word"]) == (422, "form-token-missing")
    sent = await send(guarded, form_token=await token(guarded))
    assert (sent.status_code, sent.json()["status"]) == (201, "submitted")


async def test_a_token_of_another_form_or_made_up_is_refused(guarded: Town) -> None:
    for wrong in (await token(guarded, "remark"), "1.2.3", "x", (await token(guarded))[:-1] + "z"):
        refused = await send(guarded, form_token=wrong)
        assert (refused.status_code, refused.json()["word"]) == (422, "form-token-invalid")


async def test_staff_need_no_token(guarded: Town) -> None:
    await guarded.post("/proposals", {**FORM, "channel": "notebook"}, who="cell")


async def test_what_comes_too_fast_is_held_and_its_author_sees_that_it_is_looked_at(nefta: Town) -> None:
    """The form was opened in the same second."""
    sent = await send(nefta, form_token=await token(nefta))
    assert sent.json()["status"] == "held"
    followed = await nefta.get(f"/proposals/track/{sent.json()['tracking_code']}")
    assert followed["status"] == "held"
    [waiting] = (await nefta.get("/proposals/held", who="cell"))["items"]
    assert waiting["held_for"] == ["too-fast"]
    assert await nefta.announced(ProposalSubmitted) == []
    await nefta.post(f"/proposals/{waiting['proposal_id']}/release", who="cell")
    assert len(await nefta.announced(ProposalSubmitted)) == 1


async def test_what_is_abuse_is_rejected_with_a_reason_only_its_author_reads(nefta: Town) -> None:
    sent = (await send(nefta, website="http://casino")).json()
    await nefta.post(f"/proposals/{sent['proposal_id']}/rejection", {"reason": "إشهار تجاري"}, who="cell")
    followed = await nefta.get(f"/proposals/track/{sent['tracking_code']}")
    assert (followed["status"], followed["history"][-1]["note"]) == ("rejected", "إشهار تجاري")
    await nefta.get(f"/proposals/{sent['proposal_id']}", expect=404)
    assert (await nefta.get("/proposals?status=rejected"))["items"] == []
    again = await nefta.ask("POST", f"/{nefta.slug}/proposals/{sent['proposal_id']}/release", {}, "cell")
    assert (again.status_code, again.json()["word"]) == (409, "proposal-not-held")


async def test_many_forms_from_one_address_are_held_and_more_are_turned_back(guarded: Town) -> None:
    answers = [await send(guarded, form_token=await token(guarded)) for _ in range(5)]
    assert [answer.json().get("status") for answer in answers[:4]] == ["submitted", "submitted", "held", "held"]
    assert (answers[4].status_code, answers[4].json()["word"]) == (429, "too-many-forms")
    other = await send(guarded, "196.200.1.1", form_token=await token(guarded))
    assert other.json()["status"] == "submitted"


async def test_an_address_is_never_stored_as_it_is(guarded: Town) -> None:
    await send(guarded, "41.224.7.99", form_token=await token(guarded))
    names = [name async for name in guarded.resources.redis.scan_iter("*")]
    assert names
    assert not any(b"41.224" in (name if isinstance(name, bytes) else name.encode()) for name in names)


async def test_an_address_told_by_somebody_who_is_no_proxy_of_ours_is_not_believed(guarded: Town) -> None:
    """Else one machine could pretend to be thousands; what it says is before what our proxy adds."""
    answers = [await send(guarded, f"9.9.9.{n}, 41.224.0.1", form_token=await token(guarded)) for n in range(3)]
    assert [answer.json()["status"] for answer in answers] == ["submitted", "submitted", "held"]


async def test_a_remark_and_a_request_are_guarded_too(guarded: Town) -> None:
    complaint = {"kind": "complaint", "subject": "Égouts", "body": "Ils débordent depuis lundi."}
    refused = await guarded.ask("POST", f"/{guarded.slug}/requests", complaint)
    assert refused.json()["word"] == "form-token-missing"
    await guarded.post("/requests", {**complaint, "form_token": await token(guarded, "request")}, who=None)


def picture(kind: str = "JPEG") -> bytes:
    out = BytesIO()
    image = Image.new("RGB", (40, 30), "green")
    exif = image.getexif()
    exif[0x010F] = "A camera"
    image.save(out, kind, exif=exif)
    return out.getvalue()


async def photo(town: Town, content: bytes) -> httpx.Response:
    headers = {"Idempotency-Key": secrets.token_hex(16)}
    files = {"file": ("street.jpg", content, "image/jpeg")}
    return await town.client.post(f"/{town.slug}/proposals/photos", files=files, headers=headers)


async def test_a_photo_is_shown_with_its_proposal_and_says_nothing_of_who_took_it(nefta: Town) -> None:
    sha256 = (await photo(nefta, picture())).json()["sha256"]
    shown = await nefta.propose(photos=[sha256])
    found = await nefta.get(f"/proposals/{shown}")
    assert found["photos"] == [{"sha256": sha256, "href": f"/tn-nefta/documents/{sha256}"}]
    bytes_ = (await nefta.ask("GET", f"/tn-nefta/documents/{sha256}")).content
    with Image.open(BytesIO(bytes_)) as copy:
        assert (copy.size, dict(copy.getexif())) == ((40, 30), {})


async def test_a_photo_of_what_is_held_is_not_public_until_it_is_released(nefta: Town) -> None:
    sha256 = (await photo(nefta, picture("PNG"))).json()["sha256"]
    held = (await send(nefta, photos=[sha256], website="x")).json()["proposal_id"]
    assert (await nefta.ask("GET", f"/tn-nefta/documents/{sha256}")).status_code == 401
    await nefta.post(f"/proposals/{held}/release", who="cell")
    assert (await nefta.ask("GET", f"/tn-nefta/documents/{sha256}")).status_code == 200


async def test_only_pictures_sent_by_the_form_can_be_shown(nefta: Town) -> None:
    """Else anybody who guesses the digest of a file of the town could publish it."""
    kept = await nefta.resources.files.put(picture(), "tn-nefta", "scan.jpg", "image/jpeg")
    refused = await send(nefta, photos=[kept.sha256])
    assert (refused.status_code, refused.json()["word"]) == (422, "photo-unknown")
    broken = await photo(nefta, b"no picture at all")
    assert (broken.status_code, broken.json()["word"]) == (422, "photo-unreadable")


def test_a_public_form_needs_its_token_in_every_profile_unless_an_operator_says_otherwise(settings: Settings) -> None:
    usual = Settings.model_fields["proposals_form_tokens"].default
    for profile in ("local", "production"):
        assert settings.model_copy(update={"profile": profile, "proposals_form_tokens": usual}).form_rules.required
