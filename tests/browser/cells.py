"""Editions for the tests of the cell's pages, each its own, in a town that no other test reads."""

import io
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import FilePayload, Page
from pypdf import PdfWriter

from deploy.demo.acts import diagnosis
from deploy.demo.data import photo
from tests.browser.forums import playing

Json = dict[str, Any]
TOWN = "tn-beni-hassen"
TEMPLATE = "template-tn-annual-investment-programme"
KINDS = (("proximity", 420_000_000), ("administrative_buildings", 90_000_000))


async def open_edition(urls: Mapping[str, str], year: int) -> str:
    title = {"ar": f"برنامج {year}", "fr": f"programme {year}"}
    async with playing(urls) as play:
        body = {"year": year, "template": TEMPLATE, "title": title}
        await play.platform.post("proposals", f"/{TOWN}/editions", body, by="cell")
        money = {
            "currency": "TND",
            "total": sum(amount for _, amount in KINDS),
            "by_kind": [{"kind": kind, "amount": amount} for kind, amount in KINDS],
            "zone_formula": {"method": "population", "kind": "proximity"},
        }
        await play.platform.put("proposals", f"/{TOWN}/editions/{year}/envelopes", money, by="financial-service")
    return str(year)


async def declare_diagnosis(urls: Mapping[str, str], year: str) -> str:
    """The diagnosis is ready and on its way to the associations; gives the publication."""
    async with playing(urls) as play:
        path = f"/{TOWN}/editions/{year}/diagnosis"
        tables = {"technical": diagnosis.technical(), "financial": diagnosis.financial()}
        await play.platform.put("proposals", path, tables, by="cell")
        await play.platform.post("proposals", f"{path}/ready", {}, by="cell")
        found = await play.platform.until(
            "the publication is awaited",
            lambda: play.platform.all("scheduling", f"/{TOWN}/publications"),
            lambda listed: any(one["edition"] == year for one in listed),
        )
    return str(next(one["publication_id"] for one in found if one["edition"] == year))


def sign_in(page: Page, subject: str = "cell") -> None:
    page.click(f"button[name=subject][value={subject}]")


def a_page() -> bytes:
    paper, content = PdfWriter(), io.BytesIO()
    paper.add_blank_page(200, 200)
    paper.write(content)
    return content.getvalue()


def paper(name: str = "decision.pdf", content: bytes | None = None) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": content or a_page()}


def picture() -> FilePayload:
    return {"name": "affichage.jpg", "mimeType": "image/jpeg", "buffer": photo(TOWN)}
