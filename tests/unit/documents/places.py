"""The towns, signatures and digests the samples are about."""

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
