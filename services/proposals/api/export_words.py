"""How the columns of exported lists are called, and their rows told to people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.proposals.domain.text import Language, Text
from services.proposals.domain.words import CHANNELS, STATUSES

COLUMNS: Mapping[str, Text] = {
    "proposal_id": Text(ar="معرّف المقترح", fr="Identifiant", en="Proposal id"),
    "project_id": Text(ar="معرّف المشروع", fr="Identifiant", en="Project id"),
    "tracking_code": Text(ar="رمز المتابعة", fr="Code de suivi", en="Tracking code"),
    "edition": Text(ar="النسخة", fr="Édition", en="Edition"),
    "title": Text(ar="العنوان", fr="Titre", en="Title"),
    "body": Text(ar="النص", fr="Texte", en="Text"),
    "zone": Text(ar="المنطقة", fr="Zone", en="Zone"),
    "neighbourhood": Text(ar="الحي", fr="Quartier", en="Neighbourhood"),
    "kind": Text(ar="صنف التدخل", fr="Type d'intervention", en="Kind of intervention"),
    "channel": Text(ar="القناة", fr="Canal", en="Channel"),
    "status": Text(ar="الحالة", fr="État", en="Status"),
    "received_on": Text(ar="تاريخ الاستلام", fr="Reçu le", en="Received on"),
    "backers": Text(ar="عدد المساندين", fr="Soutiens", en="Backers"),
    "cost": Text(ar="الكلفة", fr="Coût", en="Cost"),
    "currency": Text(ar="العملة", fr="Monnaie", en="Currency"),
    "percent": Text(ar="نسبة الإنجاز", fr="Avancement (%)", en="Progress (%)"),
    "committed": Text(ar="المبلغ المتعهد به", fr="Engagé", en="Committed"),
    "spent": Text(ar="المبلغ المصروف", fr="Dépensé", en="Spent"),
    "delivered_on": Text(ar="تاريخ التسليم", fr="Remis le", en="Delivered on"),
}
AMOUNTS = ("cost", "committed", "spent")


def told(row: Mapping[str, Any], language: Language, places: int) -> dict[str, Any]:
    """Codes as words; amounts in the currency instead of its smallest unit."""
    said = {name: words[row[name]].to(language) for name, words in _CODES.items() if row.get(name) in words}
    money = {name: Decimal(row[name]).scaleb(-places) for name in AMOUNTS if row.get(name) is not None}
    return {**row, **said, **money}


_CODES = {"status": STATUSES, "channel": CHANNELS}
