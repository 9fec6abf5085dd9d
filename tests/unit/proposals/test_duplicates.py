"""Which proposals are suggested as the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.proposals.domain.duplicates import LIKELY, Candidate, Sample, candidates, score
from services.proposals.domain.stems import stems
from tests.unit.proposals.labelled import agreement, pairs

WORDS = [
    "إنارة",
    "اناره",
    "شارع",
    "الزيتون",
    "الزيتونه",
    "حديقة",
    "حي",
    "النخيل",
    "lampadaires",
    "éclairage",
    "rue",
    "des",
    "oliviers",
    "jardin",
    "12",
    "١٢",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def test_most_of_what_people_call_the_same_is_suggested_and_little_else() -> None:
    found = agreement()
    assert found.pairs >= 200
    assert found.precision >= 0.87
    assert found.recall >= 0.95


def test_the_labelled_pairs_are_in_arabic_in_french_and_in_both() -> None:
    labelled = [pair.first.title + pair.second.title for pair in pairs()]
    latin = [any("a" <= letter.lower() <= "z" for letter in text) for text in labelled]
    arabic = [any("\u0600" <= letter <= "\u06ff" for letter in text) for text in labelled]
    kinds = list(zip(latin, arabic, strict=True))
    assert min(kinds.count((True, False)), kinds.count((False, True))) >= 60
    assert kinds.count((True, True)) >= 10


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from("ab")), max_size=8), st.sampled_from([1, LIKELY, 900]))
def test_no_pair_that_is_alike_enough_is_missed(written: list[tuple[str, str, str]], at_least: int) -> None:
    samples = [Sample(str(number), *each) for number, each in enumerate(written)]
    every = [
        Candidate(first.id, second.id, likeness)
        for place, first in enumerate(samples)
        for second in samples[place + 1 :]
        if (likeness := score(first, second)) >= at_least
    ]
    assert candidates(samples, at_least) == sorted(every, key=lambda each: (-each.score, each.first, each.second))


def test_another_street_or_another_object_is_another_proposal() -> None:
    lamps, pavement = "تركيز أعمدة إنارة في شارع الزيتون", "إصلاح الرصيف في شارع الزيتون"
    elsewhere = "تركيز أعمدة إنارة في شارع الجمهورية"
    again = "اعمدة اناره بشارع الزيتون"
    here = Sample("1", lamps, "", "centre")
    same, object_differs, street_differs = (
        score(here, Sample("2", text, "", "centre")) for text in (again, pavement, elsewhere)
    )
    assert same >= LIKELY > object_differs
    assert same > street_differs


def test_a_word_keeps_its_root_through_its_forms() -> None:
    assert stems("ملاعب") == stems("الملعب")
    assert stems("مراحيض عمومية") == stems("مرحاض عمومي")
    assert stems("Installation de lampadaires") == stems("installer un lampadaire")
    assert stems("نهج 12") == stems("نهج ١٢") == frozenset({"12"})
