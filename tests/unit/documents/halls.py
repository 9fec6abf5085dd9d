"""Documents of meetings and elections: minutes, the official record, slips, badges."""

from datetime import date

from tests.unit.documents.places import BENI_MELLAL, DIGEST, NEFTA, SIGNATORIES

HALLS: dict[str, dict[str, object]] = {
    "minutes": NEFTA
    | {
        "meeting": {
            "kind": {"ar": "الجلسة العامة التشاركية الأولى", "fr": "Première séance générale participative"},
            "date": date(2021, 10, 26),
            "start": "09:00",
            "end": "12:30",
            "place": {"ar": "قاعة الجلسات بمقر البلدية", "fr": "Salle des séances, siège de la commune"},
            "mode": {"ar": "حضورية", "fr": "présentielle"},
        },
        "object": {
            "ar": "عرض التشخيص الفني والمالي واختيار المناطق ذات الأولوية",
            "fr": "Présentation du diagnostic technique et financier",
        },
        "chair": "محمد الصالح",
        "present": [
            {"role": {"ar": "أعضاء المجلس", "fr": "Membres du conseil"}, "count": 11},
            {"role": {"ar": "ممثلو الجمعيات", "fr": "Associations"}, "name": "جمعية صيانة الواحة", "count": 3},
            {"role": {"ar": "مواطنون", "fr": "Citoyens"}, "count": 1240},
        ],
        "agenda": [
            {"n": 1, "label": {"ar": "عرض التشخيص", "fr": "Diagnostic"}, "start": "09:15", "end": "10:00"},
            {"n": 2, "label": "Débat ONAS (réseau d'eaux usées)", "start": "10:00", "end": "11:30"},
        ],
        "figures": [{"label": {"ar": "عدد الحاضرين", "fr": "Présents"}, "value": 1254}],
        "interventions": [
            {
                "speaker": "مواطنة من حي القيطنة",
                "text": "طالبت بتعبيد الطريق الرابطة بين الحي ومدرسة 2 مارس 1934 (طول 850 m).",
            },
            {"speaker": "ONAS", "text": "Le réseau du quartier بوعرادة sera étendu en 2022."},
        ],
        "decisions": [
            {
                "text": {"ar": "اعتماد المنطقتين 2 و3 كمنطقتين ذات أولوية", "fr": "Zones 2 et 3 prioritaires"},
                "votes": "11/11",
            },
            {"ar": "نشر محضر الجلسة في أجل 8 أيام", "fr": "Publier le procès-verbal sous 8 jours"},
        ],
        "signatories": SIGNATORIES,
        "draft": True,
    },
    "pv": BENI_MELLAL
    | {
        "election": {
            "title": {"ar": "انتخاب مندوبي الأحياء", "fr": "Élection des délégués de quartier"},
            "id": "01951b2e-7c1a-7d3e-9a55-0a4b8c2d1e0f",
            "place": "دار الثقافة",
            "method": {"ar": "تصويت محدود", "fr": "vote limité"},
            "opened_at": "2025-02-15T15:45:00Z",
            "closed_at": "2025-02-15T16:00:00Z",
        },
        "dice": "3516 2246",
        "rules": [{"label": {"ar": "حسم التعادل", "fr": "Départage"}, "value": {"ar": "القرعة بالنرد", "fr": "dés"}}],
        "contests": [
            {
                "label": {"ar": "حي أولاد حمدان", "fr": "Quartier Oulad Hamdane"},
                "seats": 2,
                "alternates": 2,
                "figures": [
                    {"label": {"ar": "القسائم المسلّمة", "fr": "Codes remis"}, "value": 40},
                    {"label": {"ar": "الأصوات المعبر عنها", "fr": "Suffrages exprimés"}, "value": 38},
                ],
                "results": [
                    {"rank": 1, "name": "خديجة العلوي", "votes": 21, "outcome": "elected"},
                    {"rank": 2, "name": "Youssef Amrani", "votes": 12, "outcome": "elected"},
                    {"rank": 3, "name": "سعيد بنعلي", "votes": 5, "outcome": "alternate"},
                ],
                "ties": [{"ar": "لا تعادل", "fr": "aucune"}],
                "head": {"seq": 38, "hash": DIGEST},
            }
        ],
        "incidents": [
            {
                "at": "2025-02-15T15:52:00Z",
                "text": {"ar": "انقطاع الشبكة دقيقتين", "fr": "Coupure de réseau de deux minutes"},
            }
        ],
        "signatories": SIGNATORIES,
        "digest": DIGEST,
        "verify_url": "https://vote.example/ma-beni-mellal/elections/01951b2e/board",
    },
    "slips": BENI_MELLAL
    | {
        "election": {"title": {"ar": "انتخاب مندوبي الأحياء", "fr": "Élection des délégués"}},
        "instructions": [{"ar": "امسحوا الرمز بالهاتف أو اكتبوه في الصفحة", "fr": "Scannez ou tapez le code"}],
        "slips": [
            {
                "code": f"4821{n:04d}7739025511846093",
                "qr": f"https://vote.example/b#4821{n:04d}7739025511846093",
                "contest": {"ar": "حي أولاد حمدان", "fr": "Oulad Hamdane"},
            }
            for n in range(12)
        ],
    },
    "badges": BENI_MELLAL
    | {
        "event": {
            "title": {"ar": "المنتدى المواطن للميزانية التشاركية", "fr": "Forum citoyen du budget participatif"},
            "date": "2025-02-15",
            "place": {"ar": "دار الشباب المغرب العربي", "fr": "Maison des jeunes"},
        },
        "badges": [
            {
                "name": name,
                "neighbourhood": {"ar": "حي الأطلس", "fr": "Quartier Atlas"},
                "organisation": "جمعية نساء الأطلس" if n % 2 else None,
                "code": f"K7F{n}9MQX",
                "qr": f"K7F{n}9MQX",
            }
            for n, name in enumerate(["فاطمة الزهراء الإدريسي", "Karim Haddad", "محمد الصالح بن عمر"])
        ],
    },
}
