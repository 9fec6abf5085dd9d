"""The official record (PV) of a count, and the sheets of slips, as PDF."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.voting.adapters.views import results
from services.voting.application.counting import Outcome
from services.voting.domain.contest import Contest, Method
from services.voting.domain.election import Election, Kind
from services.voting.domain.manifest import spoken
from shared.documents import render
from shared.municipalities import MunicipalityView

PDF = "application/pdf"
METHODS: dict[str, dict[str, str]] = {
    "single": {"ar": "صوت واحد", "fr": "choix unique", "en": "single choice"},
    "limited": {"ar": "تصويت محدود", "fr": "vote limité", "en": "limited vote"},
    "block": {"ar": "تصويت بعدد المقاعد", "fr": "vote en bloc", "en": "block vote"},
    "approval": {"ar": "تصويت بالموافقة", "fr": "vote par approbation", "en": "approval"},
    "stv": {"ar": "صوت واحد قابل للتحويل", "fr": "vote unique transférable", "en": "single transferable vote"},
    "knapsack": {"ar": "اختيار في حدود الميزانية", "fr": "choix dans la limite du budget", "en": "knapsack"},
    "points": {"ar": "توزيع النقاط", "fr": "répartition de points", "en": "points"},
}
SEALED: dict[str, str] = {
    "ar": "تجريبي: أوراق مختومة، لا تُنشر إلا المجاميع",
    "fr": "EXPÉRIMENTAL : bulletins scellés, seules les sommes sont publiées",
    "en": "EXPERIMENTAL: sealed ballots, only sums are published",
}
LABELS: dict[str, dict[str, str]] = {
    "method": {"ar": "طريقة الاقتراع", "fr": "Mode de scrutin", "en": "Method"},
    "max_choices": {"ar": "أقصى عدد الاختيارات", "fr": "Choix au plus", "en": "Choices at most"},
    "needed": {"ar": "النصاب المطلوب", "fr": "Quorum requis", "en": "Quorum needed"},
    "reached": {"ar": "النصاب المحقق", "fr": "Quorum atteint", "en": "Quorum reached"},
    "refused": {"ar": "أوراق معروضة غير محتسبة", "fr": "Affichés, non comptés", "en": "Shown and not counted"},
    "disclosure": {"ar": "نوع الاقتراع", "fr": "Publication des bulletins", "en": "Disclosure"},
    "present": {"ar": "الحاضرون", "fr": "Présents", "en": "Present"},
    "printed": {"ar": "القسائم المطبوعة", "fr": "Bulletins imprimés", "en": "Slips printed"},
    "void": {"ar": "القسائم الملغاة", "fr": "Bulletins annulés", "en": "Slips void"},
    "given": {"ar": "القسائم المسلّمة", "fr": "Bulletins remis", "en": "Slips given"},
    "afar": {"ar": "الاعتمادات عن بعد", "fr": "Droits de vote à distance", "en": "Credentials from afar"},
    "ballots": {"ar": "الأصوات على اللوحة", "fr": "Bulletins au tableau", "en": "Ballots on the board"},
    "late": {"ar": "وردت من اللوحات بعد الإغلاق", "fr": "Venus des tablettes", "en": "Come from tablets"},
    "paper": {"ar": "أُدخلت من الورق", "fr": "Saisis du papier", "en": "Entered from paper"},
    "blank": {"ar": "الأوراق البيضاء", "fr": "Bulletins blancs", "en": "Blank"},
    "manifest": {"ar": "رمز قواعد الاقتراع (يُقرأ في القاعة)", "fr": "Empreinte du manifeste", "en": "Manifest digest"},
    "manifest_whole": {"ar": "البصمة الكاملة للقواعد", "fr": "Empreinte complète", "en": "Whole manifest digest"},
    "head_1": {"ar": "رأس اللوحة قبل النرد", "fr": "Tête 1, avant les dés", "en": "Head 1, before the dice"},
    "head_2": {"ar": "رأس اللوحة مع النتيجة", "fr": "Tête 2, avec le résultat", "en": "Head 2, with the result"},
    "dice": {"ar": "النرد", "fr": "Dés", "en": "Dice"},
    "tie": {"ar": "حُسم التعادل بالنرد", "fr": "Égalité départagée par les dés", "en": "Tie settled by the dice"},
    "vacant": {"ar": "مقاعد شاغرة", "fr": "Sièges vacants", "en": "Vacant seats"},
    "vacant_because": {"ar": "سبب الشغور", "fr": "Motif de la vacance", "en": "Why vacant"},
}
VACANT: dict[str, dict[str, str]] = {
    "no-valid-ballot": {"ar": "لا ورقة صحيحة", "fr": "aucun bulletin valable", "en": "no valid ballot"},
    "quorum-not-met": {"ar": "لم يكتمل النصاب", "fr": "quorum non atteint", "en": "quorum not met"},
    "kept-for-group": {
        "ar": "محفوظة لفئة بلا مترشح",
        "fr": "réservé à un groupe sans candidat",
        "en": "kept for a group",
    },
    "too-few-candidates": {"ar": "مترشحون أقل من المقاعد", "fr": "trop peu de candidats", "en": "too few candidates"},
}
COVER: dict[str, str] = {"ar": "غلاف رزمة، ليس قسيمة تصويت", "fr": "Couverture de liasse", "en": "Cover of a bundle"}
ROLES: tuple[dict[str, str], ...] = (
    {"ar": "رئيس مكتب الاقتراع", "fr": "Président du bureau", "en": "Chair of the bureau"},
    {"ar": "عضو المكتب", "fr": "Assesseur", "en": "Member of the bureau"},
    {"ar": "مقرر الجلسة", "fr": "Rapporteur", "en": "Rapporteur"},
)


async def record_of_count(
    election: Election, outcome: Outcome, town: MunicipalityView, at: datetime, verify_url: str
) -> bytes:
    """The PV: the same count gives the same bytes."""
    return await asyncio.to_thread(render, "pv", record_data(election, outcome, town, at, verify_url), "ar")


def record_data(
    election: Election, outcome: Outcome, town: MunicipalityView, at: datetime, verify_url: str
) -> dict[str, Any]:
    return {
        **heading(town),
        "issued_at": at,
        "election": {
            "title": election.title,
            "id": election.id,
            "method": _one_method(election),
            "opened_at": election.opened_at,
            "closed_at": election.closed_at,
        },
        "totals": _anchors(election, outcome),
        "contests": [
            _contest(election, outcome, index, result) for index, result in enumerate(_named(election, outcome))
        ],
        "incidents": [{"at": one.at, "text": one.text} for one in election.incidents],
        "signatories": [{"role": role} for role in ROLES],
        "digest": outcome.head.value,
        "verify_url": verify_url,
    }


async def slip_sheet(
    election: Election,
    contest: str,
    codes: Sequence[str],
    bundles: Sequence[str],
    town: MunicipalityView,
    web_url: str,
    at: datetime,
) -> bytes:
    """Slips to cut apart, then the covers of their bundles; a slip's code stands in the fragment, which no server sees."""
    address = f"{web_url.rstrip('/')}/ar/{election.municipality}/vote/{election.id}/{contest}"
    label = election.contest(contest).label
    slips = [{"code": code, "qr": f"{address}#{code}", "contest": label} for code in codes]
    slips += [{"code": code, "qr": code, "contest": COVER} for code in bundles]
    data = {**heading(town), "issued_at": at, "election": {"title": election.title}, "slips": slips}
    return await asyncio.to_thread(render, "slips", data, "ar")


def heading(town: MunicipalityView) -> dict[str, Any]:
    names = {"name": dict(town.name), "country": town.country, "region": dict(town.region_name)}
    return {"municipality": names, "timezone": town.timezone}


def _anchors(election: Election, outcome: Outcome) -> list[dict[str, Any]]:
    digest = election.manifest or ""
    values = {
        "manifest": spoken(digest),
        "manifest_whole": digest,
        "head_1": election.heads[0].value,
        "head_2": outcome.head.value,
    }
    sealed = [{"label": LABELS["disclosure"], "value": SEALED}] if election.sealed else []
    refused = len(outcome.declared.merged.refused)
    shown = [{"label": LABELS["refused"], "value": refused}] if refused else []
    return (
        sealed
        + shown
        + [{"label": LABELS[name], "value": {"code": in_groups(value)}} for name, value in values.items()]
    )


def in_groups(value: str) -> str:
    """Eight signs a group, as one reads a long number aloud; the verifier does not mind the spaces."""
    return " ".join(value[i : i + 8] for i in range(0, len(value), 8))


def _named(election: Election, outcome: Outcome) -> list[dict[str, Any]]:
    return results(_with_results(election, outcome))


def _with_results(election: Election, outcome: Outcome) -> Election:
    shown = Election(**{name: getattr(election, name) for name in election.__dataclass_fields__})
    shown.results = outcome.results
    return shown


def _contest(election: Election, outcome: Outcome, index: int, result: dict[str, Any]) -> dict[str, Any]:
    contest = election.contest(result["contest"])
    census = outcome.declared.closed.manifest.censuses[index].figures()
    afar = census["registrar"]["issued"] if census["registrar"] else None
    counted = {"afar": afar, "ballots": result["ballots"], **_added(outcome, contest), "blank": result["blank"]}
    figures = {name: census[name] for name in ("present", "printed", "void", "given")} | counted
    names = {one.id: one.name for one in contest.candidates}
    lines = [_line(rank, one, result, election.kind) for rank, one in enumerate(result["tally"], 1)]
    ties = ["، ".join(str(names[one].get("ar") or names[one]) for one in tied) for tied in result["drawn"]]
    return {
        "label": contest.label,
        "seats": contest.seats,
        "alternates": contest.alternates,
        "figures": [
            *_rule(election, contest, result),
            *({"label": LABELS[name], "value": value} for name, value in figures.items() if value is not None),
            {"label": LABELS["dice"], "value": {"code": election.dice[contest.id]}},
            *_vacancies(result),
        ],
        "results": lines,
        **({"ties": ties} if ties else {}),
    }


def _added(outcome: Outcome, contest: Contest) -> dict[str, int | None]:
    """What came after head 1, so that officers can hold it against their stack of paper and the tablets' statements."""
    additions = outcome.declared.additions
    late = sum(one.ballot.contest == contest.id for batch in (additions.batches or {}).values() for one in batch)
    paper = sum(one.contest == contest.id for one in additions.paper)
    return {"late": late or None, "paper": paper or None}


def _one_method(election: Election) -> dict[str, str] | None:
    """Of the whole election, where its contests do not differ."""
    methods = {contest.method for contest in election.contests}
    return METHODS[methods.pop().value] if len(methods) == 1 else None


def _rule(election: Election, contest: Contest, result: dict[str, Any]) -> list[dict[str, Any]]:
    """What the votes below were counted by."""
    bounded = contest.method in (Method.LIMITED, Method.BLOCK)
    quorum = result["quorum"] or {"needed": None, "reached": None}
    said = {
        "method": None if _one_method(election) else METHODS[contest.method.value],
        "max_choices": contest.max_choices if bounded else None,
        "needed": quorum["needed"],
        "reached": quorum["reached"],
    }
    return [{"label": LABELS[name], "value": value} for name, value in said.items() if value is not None]


def _vacancies(result: dict[str, Any]) -> list[dict[str, Any]]:
    """Seats nobody took, and why: a shortfall is reported, never filled by chance."""
    why = result["vacant_because"]
    if why is None:
        return []
    figures = {"vacant": result["vacant"], "vacant_because": VACANT[why]}
    return [{"label": LABELS[name], "value": value} for name, value in figures.items()]


def _line(rank: int, one: dict[str, Any], result: dict[str, Any], kind: Kind) -> dict[str, Any]:
    line = {"rank": rank, "name": one["name"], "votes": one["votes"]}
    if kind is Kind.PRIORITISATION:
        return line
    seated = {**dict.fromkeys(result["alternates"], "alternate"), **dict.fromkeys(result["elected"], "elected")}
    return line | {"outcome": seated.get(one["candidate"], "not_elected")}
