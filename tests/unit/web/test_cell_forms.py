"""Nothing typed into a form of staff is ever lost, and nothing is done twice or for somebody else."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from web.pages.cell import sending
from web.pages.cell.checking import corrections
from web.pages.cell.sending import Sent, Typed, Unfilled, carry_out
from web.reader import Reader
from web.services import Refused, ServiceAway
from web.visit import Visit

REASON = "الجدار يسقط على الرصيف"


class Request:
    """What a browser sent."""

    def __init__(self, **fields: str) -> None:
        self._fields = fields

    async def form(self) -> FormData:
        return FormData(list(self._fields.items()))


def visit(**fields: str) -> Visit:
    person = SimpleNamespace(form_key="own")
    request = Request(**({"form_key": "own", "form": "judge", "key": "k-1"} | fields))
    reader = Reader("ar", "TN", "Africa/Tunis")
    return cast("Visit", SimpleNamespace(request=request, person=person, reader=reader, slug="tn-nefta"))


async def answered(error: Exception | None, **fields: str) -> tuple[Any, list[Typed]]:
    shown: list[Typed] = []

    async def work(sent: Sent) -> str:
        if error:
            raise error
        return "/onward"

    async def page(typed: Typed) -> HTMLResponse:
        shown.append(typed)
        return HTMLResponse("page", 422)

    return await carry_out(visit(reason=REASON, **fields), work, page), shown


async def test_what_was_accepted_leads_on() -> None:
    answer, shown = await answered(None)
    assert isinstance(answer, RedirectResponse)
    assert (answer.headers["location"], shown) == ("/onward", [])


async def test_a_refused_form_comes_back_filled_and_says_which_field() -> None:
    errors = [{"field": "reason", "message": "قصير جداً"}]
    _, shown = await answered(Refused(422, {"word": "invalid-input", "detail": "لا", "errors": errors}))
    assert (shown[0]["reason"], shown[0].mistakes) == (REASON, {"reason": "قصير جداً"})
    assert shown[0].key != "k-1"


async def test_a_service_that_is_away_may_have_heard_so_the_same_form_is_sent_with_the_same_key() -> None:
    _, shown = await answered(ServiceAway("scheduling"))
    assert (shown[0]["reason"], shown[0].key) == (REASON, "k-1")


async def test_a_form_of_another_session_is_not_carried_out_but_comes_back_filled() -> None:
    _, shown = await answered(None, form_key="another")
    assert (shown[0]["reason"], bool(shown[0].said)) == (REASON, True)


async def test_what_cannot_be_taken_back_asks_for_a_word() -> None:
    sent = await Sent.of(visit(confirm="نعم"))
    with pytest.raises(Unfilled) as refused:
        sent.confirm("cell.sign_word")
    assert list(refused.value.mistakes) == ["confirm"]
    (await Sent.of(visit(confirm="إمضاء"))).confirm("cell.sign_word")


async def test_an_hour_typed_by_staff_is_the_hour_on_the_town_s_wall() -> None:
    assert (await Sent.of(visit(at="2022-11-20T09:30"))).instant("at") == "2022-11-20T09:30:00+01:00"


@pytest.mark.parametrize(("read", "typed"), [("number", "douze"), ("day", "32/13/2022"), ("instant", "demain")])
async def test_what_is_no_number_or_date_is_named(read: str, typed: str) -> None:
    sent = await Sent.of(visit(field=typed))
    with pytest.raises(Unfilled) as refused:
        getattr(sent, read)("field")
    assert list(refused.value.mistakes) == ["field"]


async def test_a_file_that_was_received_is_not_asked_for_again() -> None:
    sent = await Sent.of(visit(file_sha256="ab" * 32))
    assert await sent.upload("scheduling") == "ab" * 32
    with pytest.raises(Unfilled):
        await (await Sent.of(visit())).upload("scheduling")


def test_only_the_form_that_was_refused_is_shown_refused() -> None:
    came_back = Typed("edit", said="لا")
    shown = sending.forms(came_back, Typed("edit"), Typed("done"))
    assert (shown["edit"].said, shown["done"].said) == ("لا", "")


def test_of_a_page_compared_with_its_scan_only_what_was_misread_is_sent() -> None:
    typed = {"row": ["p1", "p2"]}
    for row in ("p1", "p2"):
        typed |= {f"was-title-{row}": ["بنك"], f"title-{row}": ["بنك"], f"was-zone-{row}": ["a"], f"zone-{row}": ["a"]}
    typed["title-p2"] = ["مقعد"]
    assert corrections(Sent(visit(), "check", typed, {})) == [{"proposal_id": "p2", "title": "مقعد"}]
