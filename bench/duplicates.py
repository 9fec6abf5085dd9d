"""Candidates for duplicates among 10,000 proposals are found in less than ten seconds, and most of what people call duplicates is among them."""

import asyncio
import random
import time
from collections.abc import Iterator

from bench.figures import Line, line_of, print_table
from services.proposals.domain.duplicates import Sample, candidates
from tests.unit.proposals.labelled import Agreement, agreement, plain_trigrams

CLAIM = "Seconds to find the duplicates' candidates among the proposals of an edition"
RUNS = 3
SIZES = (2_000, 10_000)
ZONES = [f"zone-{n}" for n in range(12)]
AR = (
    ["تركيز", "إصلاح", "تهيئة", "تبليط", "صيانة", "إنشاء", "تجهيز", "توسيع", "تنظيف", "تشجير"],
    ["أعمدة إنارة", "الرصيف", "حديقة عمومية", "ملعب حي", "قنوات صرف المياه", "حاويات النفايات", "مدرسة ابتدائية", "مستوصف", "مخفضات سرعة",
     "محطة حافلات", "مكتبة", "دار الشباب", "سوق أسبوعي", "ممر للراجلين", "نافورة", "مقبرة", "روضة أطفال", "فضاء ألعاب"],
    ["شارع", "نهج", "حي", "زنقة", "طريق", "ساحة"],
    ["الحبيب بورقيبة", "الجمهورية", "الزيتون", "النخيل", "السلام", "الحرية", "ابن خلدون", "الفارابي", "الواحة", "باب السوق", "سيدي سالم",
     "المسيرة", "الأطلس", "الياسمين", "محمد الخامس", "الفتح", "البساتين", "عين الشفاء", "الرمل", "القصبة"],
)  # fmt: skip
FR = (
    ["Installer", "Réparer", "Aménager", "Paver", "Entretenir", "Créer", "Équiper", "Agrandir", "Nettoyer", "Planter"],
    ["des lampadaires", "le trottoir", "un jardin public", "un terrain de quartier", "les égouts", "des conteneurs", "l'école primaire",
     "le dispensaire", "des ralentisseurs", "l'arrêt de bus", "la bibliothèque", "la maison des jeunes", "le marché", "un passage piéton",
     "une fontaine", "le cimetière", "une crèche", "une aire de jeux"],
    ["rue", "avenue", "quartier", "impasse", "route", "place"],
    ["Habib Bourguiba", "de la République", "des Oliviers", "des Palmiers", "de la Paix", "de la Liberté", "Ibn Khaldoun", "El Farabi",
     "de l'Oasis", "Bab Souk", "Sidi Salem", "de la Marche", "de l'Atlas", "des Jasmins", "Mohammed V", "El Fath", "des Vergers", "Aïn Chifa",
     "du Sable", "de la Kasbah"],
)  # fmt: skip


def made(size: int, seed: int = 1) -> Iterator[Sample]:
    """Few words, many combinations: harder than life, where people write more differently."""
    dice = random.Random(seed)
    for number in range(size):
        words = [dice.choice(part) for part in (AR if dice.random() < 0.7 else FR)]
        more = [dice.choice(part) for part in (AR if dice.random() < 0.7 else FR)]
        yield Sample(f"{number:06d}", " ".join(words), " ".join([*words, *more, str(number % 97)]), dice.choice(ZONES))


def seconds(samples: list[Sample]) -> float:
    begun = time.perf_counter()
    candidates(samples)
    return time.perf_counter() - begun


async def measure(runs: int = RUNS) -> list[Line]:
    taken: dict[int, list[float]] = {size: [] for size in SIZES}
    for run in range(runs):
        for size in SIZES:
            taken[size].append(seconds(list(made(size, run))))
    lines = [line_of(f"{size:,} proposals", "s", values, digits=2) for size, values in taken.items()]
    ways = (("ours", agreement()), ("plain trigrams at 0.25 (pg_trgm)", plain_trigrams()))
    return [*lines, *(line for name, found in ways for line in _judged(name, found, runs))]


def _judged(name: str, found: Agreement, runs: int) -> list[Line]:
    """On pairs a person labelled; the same in every run."""
    figures = (("precision", found.precision), ("recall", found.recall), ("F1", found.f1))
    return [line_of(f"{found.pairs} labelled pairs, {name}: {what}", "", [value] * runs, 2) for what, value in figures]


if __name__ == "__main__":
    print_table(CLAIM, asyncio.run(measure()))
