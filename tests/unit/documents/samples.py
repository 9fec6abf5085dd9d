"""One realistic set of data a template, to render and to look at."""

from datetime import date

NEFTA: dict[str, object] = {
    "municipality": {
        "name": {"ar": "نفطة", "fr": "Nefta", "en": "Nefta"},
        "country": "TN",
        "region": {"ar": "ولاية توزر", "fr": "Gouvernorat de Tozeur"},
    },
    "timezone": "Africa/Tunis",
    "issued_at": "2021-10-26T14:30:00Z",
    "reference": "NF-2022-017",
}
BENI_MELLAL: dict[str, object] = {
    "municipality": {
        "name": {"ar": "بني ملال", "fr": "Béni Mellal"},
        "country": "MA",
        "region": {"ar": "جهة بني ملال خنيفرة", "fr": "Région Béni Mellal-Khénifra"},
    },
    "timezone": "Africa/Casablanca",
    "issued_at": "2025-02-15T18:10:00Z",
}
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
SIGNATORIES = [
    {"role": {"ar": "رئيس البلدية", "fr": "Maire"}, "name": "محمد الصالح"},
    {"role": {"ar": "الكاتب العام", "fr": "Secrétaire général"}, "name": "فاطمة بن عمر"},
    {"role": {"ar": "مقرر الجلسة", "fr": "Rapporteur"}, "name": "Karim Haddad"},
]

SAMPLES: dict[str, dict[str, object]] = {
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
    "sheet": NEFTA
    | {
        "proposal": {
            "title": {
                "ar": "تهيئة الطريق الرابطة بين حي القيطنة والمدرسة",
                "fr": "Aménagement de la route du quartier Guitna",
            },
            "tracking_code": "H4KX9PTR",
            "zone": {"ar": "المنطقة 2", "fr": "Zone 2"},
            "neighbourhood": "القيطنة",
            "body": {
                "ar": "تعبيد 850 مترا مع الإنارة العمومية (LED).",
                "fr": "Revêtement de 850 m avec éclairage LED.",
            },
        },
        "version": 1,
        "currency": "TND",
        "feasibility": {
            "verdict": "conditional",
            "conditions": {"ar": "موافقة وزارة التجهيز", "fr": "Accord du ministère de l'Équipement"},
        },
        "components": [
            {
                "label": {"ar": "تعبيد", "fr": "Revêtement bitumineux"},
                "quantity": 850,
                "unit": "m",
                "unit_cost": 125500,
            },
            {
                "label": {"ar": "أعمدة إنارة", "fr": "Candélabres"},
                "quantity": 12.5,
                "unit": {"ar": "وحدة", "fr": "unité"},
                "unit_cost": 1200000,
            },
        ],
        "total": 121675000,
        "schedule": {"start": "2022-03-01", "end": "2022-09-30"},
        "signatories": SIGNATORIES[1:2],
    },
    "programme": NEFTA
    | {
        "edition": "2022",
        "status": "approved",
        "currency": "TND",
        "envelopes": [
            {"label": {"ar": "مشاريع القرب", "fr": "Projets de proximité"}, "amount": 500000000, "used": 121675000}
        ],
        "projects": [
            {
                "title": {"ar": "تهيئة الطريق", "fr": "Route de Guitna"},
                "zone": {"ar": "المنطقة 2", "fr": "Zone 2"},
                "cost": 121675000,
            },
            {
                "title": "Éclairage LED بوعرادة",
                "zone": {"ar": "المنطقة 3", "fr": "Zone 3"},
                "cost": 80000500,
                "note": {"ar": "قسط أول", "fr": "1re tranche"},
            },
        ],
        "changes": [
            {
                "project": {"ar": "تهيئة الطريق", "fr": "Route"},
                "remark": {"ar": "إضافة رصيف", "fr": "Ajouter un trottoir"},
                "change": {"ar": "أضيف رصيف بطول 300 م", "fr": "Trottoir de 300 m ajouté"},
            }
        ],
        "decision": {
            "number": "2021/44",
            "decided_on": "2021-12-20",
            "outcome": "approved",
            "votes": {"for": 15, "against": 2, "abstain": 1},
        },
        "carry_over": [
            {
                "title": {"ar": "ملعب حي", "fr": "Terrain de quartier"},
                "zone": {"ar": "المنطقة 1", "fr": "Zone 1"},
                "cost": 300000000,
                "reason": {"ar": "تجاوز الاعتماد", "fr": "dépasse l'enveloppe"},
            }
        ],
        "digest": DIGEST,
        "signatories": SIGNATORIES,
    },
    "report": NEFTA
    | {
        "title": {"ar": "تقرير الملاحظات والمقترحات", "fr": "Rapport des observations", "en": "Report on remarks"},
        "subtitle": {"ar": "قلتم - فعلنا", "fr": "Vous avez dit, nous avons fait"},
        "figures": [
            {"label": {"ar": "ملاحظات", "fr": "Observations"}, "value": 37},
            {"label": {"ar": "نسبة", "fr": "Taux"}, "value": 0.625},
        ],
        "sections": [
            {
                "heading": {"ar": "ملخص", "fr": "Résumé"},
                "paragraphs": [
                    {
                        "ar": "وردت 37 ملاحظة عبر 5 قنوات، منها Facebook وصندوق المقترحات.",
                        "fr": "37 observations par 5 canaux.",
                    }
                ],
                "table": {
                    "columns": [
                        {"ar": "القناة", "fr": "Canal"},
                        {"ar": "العدد", "fr": "Nombre"},
                        {"ar": "آخر أجل", "fr": "Délai"},
                    ],
                    "rows": [
                        ["Facebook", 12, "2021-11-30"],
                        [{"ar": "صندوق", "fr": "Boîte"}, {"amount": 25000, "currency": "TND"}, None],
                    ],
                    "caption": {"ar": "جدول 1", "fr": "Tableau 1"},
                },
            }
        ],
    },
    "diagnosis": NEFTA
    | {
        "edition": "2022",
        "zones": [{"name": {"ar": "المنطقة 1", "fr": "Zone 1"}, "population": 7423}],
        "technical": {
            "tables": [
                {
                    "title": {"ar": "البنية التحتية حسب المناطق", "fr": "Infrastructure par zone"},
                    "columns": [
                        {"ar": "المنطقة", "fr": "Zone"},
                        {"ar": "طرقات معبدة (م)", "fr": "Voirie revêtue (m)"},
                        {"ar": "إنارة", "fr": "Éclairage"},
                    ],
                    "rows": [
                        [{"ar": "المنطقة 1", "fr": "Zone 1"}, 12500, 0.82],
                        [{"ar": "المنطقة 2", "fr": "Zone 2"}, 8300, 0.55],
                    ],
                }
            ]
        },
        "financial": {
            "paragraphs": [{"ar": "نتائج سنتين وتقديرات السنة.", "fr": "Résultats de deux ans et prévisions."}],
            "tables": [
                {
                    "title": {"ar": "الموارد", "fr": "Ressources"},
                    "columns": [{"ar": "المورد", "fr": "Ressource"}, "2019", "2020", "2021"],
                    "rows": [
                        [
                            {"ar": "الأداء على العقارات", "fr": "Taxe sur les immeubles"},
                            *[{"amount": n, "currency": "TND"} for n in (45200500, 39100000, 52000000)],
                        ]
                    ],
                    "note": {"ar": "بالدينار التونسي", "fr": "en dinars"},
                }
            ],
        },
    },
    "dossier_index": NEFTA
    | {
        "publication": [
            {"label": {"ar": "تاريخ النشر", "fr": "Publié le"}, "value": "2021-10-12T09:00:00Z"},
            {"label": {"ar": "أول جلسة ممكنة قانونا", "fr": "Première séance légale"}, "value": "2021-10-19"},
        ],
        "files": [
            {
                "name": {"ar": "التشخيص الفني والمالي.pdf"},
                "type": "application/pdf",
                "size": 48213,
                "sha256": DIGEST,
                "received_at": "2021-10-12T09:00:00Z",
                "by": "cellule",
                "evidence": {"ar": "جداول التشخيص", "fr": "tableaux"},
            },
            {
                "name": "photo_affichage.jpg",
                "type": "image/jpeg",
                "size": 2048213,
                "sha256": DIGEST,
                "evidence": {"ar": "صور التعليق", "fr": "photos de l'affichage"},
            },
        ],
        "digest": DIGEST,
    },
    "poster": BENI_MELLAL
    | {
        "headline": {
            "ar": "المنتدى المواطن: شاركوا في اختيار مشاريع مدينتكم",
            "fr": "Forum citoyen : choisissez les projets de votre ville",
        },
        "tamazight": "ⵜⴰⵎⴰⵣⵉⵖⵜ · ⵍⵎⵖⵔⵉⴱ",
        "lead": {"ar": "دعوة عامة لكل الساكنة", "fr": "Invitation à toute la population"},
        "date": "2025-02-15",
        "hour": "09:00",
        "place": {"ar": "دار الثقافة، بني ملال", "fr": "Maison de la culture"},
        "lines": [{"ar": "الدخول حر", "fr": "Entrée libre"}],
        "qr": "https://budget.example/ma-beni-mellal",
        "url": "https://budget.example/ma-beni-mellal",
        "contact": "05 23 00 00 00",
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
