"""Documents of the programme: sheet, programme, report, diagnosis, dossier index, poster."""

from tests.unit.documents.places import BENI_MELLAL, DIGEST, NEFTA, SIGNATORIES

PAPERS: dict[str, dict[str, object]] = {
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
}
