"""How the columns and codes of exported lists are said to people."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.proposals.domain.proposal import Channel, Status
from services.proposals.domain.text import Language, Text

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
STATUSES: Mapping[str, Text] = {
    Status.HELD: Text(ar="قيد النظر الأولي", fr="en attente d'un regard", en="held for a look"),
    Status.REJECTED: Text(ar="مستبعد", fr="écartée", en="rejected"),
    Status.SUBMITTED: Text(ar="مستلم", fr="reçue", en="received"),
    Status.ADMISSIBLE: Text(ar="مقبول شكلا", fr="recevable", en="admissible"),
    Status.INADMISSIBLE: Text(ar="غير مقبول شكلا", fr="irrecevable", en="inadmissible"),
    Status.FEASIBLE: Text(ar="قابل للإنجاز", fr="réalisable", en="feasible"),
    Status.CONDITIONAL: Text(ar="قابل للإنجاز بشروط", fr="réalisable sous conditions", en="feasible with conditions"),
    Status.INFEASIBLE: Text(ar="غير قابل للإنجاز", fr="irréalisable", en="infeasible"),
    Status.MERGED: Text(ar="مدمج في مقترح آخر", fr="fusionnée", en="merged"),
    Status.SHORTLISTED: Text(ar="معروض للتصويت", fr="soumise au vote", en="put to the vote"),
    Status.SELECTED: Text(ar="مختار", fr="retenue", en="selected"),
    Status.NOT_SELECTED: Text(ar="غير مختار", fr="non retenue", en="not selected"),
    Status.FUNDED: Text(ar="ممول", fr="financée", en="funded"),
    Status.CARRIED_OVER: Text(ar="مرحّل إلى نسخة لاحقة", fr="reportée", en="carried over"),
    Status.WITHDRAWN: Text(ar="مسحوب", fr="retirée", en="withdrawn"),
}
CHANNELS: Mapping[str, Text] = {
    Channel.ONLINE_FORM: Text(ar="استمارة إلكترونية", fr="formulaire en ligne", en="online form"),
    Channel.SUGGESTION_BOX: Text(ar="صندوق مقترحات", fr="boîte à suggestions", en="suggestion box"),
    Channel.NOTEBOOK: Text(ar="كراس مقترحات", fr="cahier de propositions", en="notebook"),
    Channel.SOCIAL_SURVEY: Text(
        ar="استبيان على شبكات التواصل", fr="enquête sur les réseaux sociaux", en="social-network survey"
    ),
    Channel.COMPLAINT: Text(ar="شكاية", fr="réclamation", en="complaint"),
    Channel.ZONE_SESSION: Text(ar="جلسة المنطقة", fr="séance de zone", en="zone session"),
    Channel.WORKING_GROUP: Text(ar="مجموعة عمل بالمنتدى", fr="groupe de travail du forum", en="forum working group"),
    Channel.ASSOCIATION_CALL: Text(ar="طلب مشاريع للجمعيات", fr="appel aux associations", en="call to associations"),
    Channel.CARRIED_OVER: Text(ar="مرحّل من سنة سابقة", fr="reportée d'une année antérieure", en="carried over"),
}
AMOUNTS = ("cost", "committed", "spent")


def told(row: Mapping[str, Any], language: Language, places: int) -> dict[str, Any]:
    """Codes as words; amounts in the currency instead of its smallest unit."""
    said = {name: words[row[name]].to(language) for name, words in _CODES.items() if row.get(name) in words}
    money = {name: Decimal(row[name]).scaleb(-places) for name in AMOUNTS if row.get(name) is not None}
    return {**row, **said, **money}


_CODES = {"status": STATUSES, "channel": CHANNELS}
