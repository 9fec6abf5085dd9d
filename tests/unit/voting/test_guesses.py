"""Guessing codes is limited without an address being looked at, and without a valid slip ever waiting."""

import asyncio

import pytest

from services.voting.adapters.guesses import FORGIVEN, FREE, LONGEST, MOST_WAITING, Guesses, TooManyGuesses
from services.voting.domain.codes import DIGITS


class Watch:
    """Time that passes when told, and waits that end at once but are remembered."""

    def __init__(self) -> None:
        self.at = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


async def guess(guesses: Guesses, times: int, election: str = "e1") -> None:
    for _ in range(times):
        await guesses.hold_back(election)


async def test_what_a_hall_mistypes_is_answered_at_once() -> None:
    watch = Watch()
    await guess(Guesses(watch.now, watch.sleep), FREE)
    assert watch.waits == []


async def test_each_further_wrong_code_waits_longer_up_to_a_limit() -> None:
    watch = Watch()
    await guess(Guesses(watch.now, watch.sleep), FREE + 300)
    assert watch.waits == sorted(watch.waits)
    assert watch.waits[0] < 0.1
    assert watch.waits[-1] == LONGEST


async def test_after_a_while_wrong_codes_are_forgiven() -> None:
    watch = Watch()
    guesses = Guesses(watch.now, watch.sleep)
    await guess(guesses, FREE + 100)
    before = len(watch.waits)
    watch.at += (FREE + 100) / FORGIVEN
    await guess(guesses, FREE)
    assert len(watch.waits) == before


async def test_guessing_slowly_from_a_thousand_addresses_finds_nothing_in_ten_thousand_years() -> None:
    """No address is asked for, so sharing the work gains nothing; below what is forgiven it is not even worth a wait."""
    watch = Watch()
    guesses = Guesses(watch.now, watch.sleep)
    for _ in range(2_000):
        watch.at += 1 / FORGIVEN
        await guesses.hold_back("e1")
    assert watch.waits == []
    slips, codes, year = 500, 10**DIGITS, 365 * 24 * 3600
    assert codes / slips / FORGIVEN / year > 10_000


async def test_a_burst_of_all_addresses_together_is_one_burst_to_the_election() -> None:
    """Ten thousand phones that try one code each are held back as one phone that tries ten thousand."""
    watch = Watch()
    guesses = Guesses(watch.now, watch.sleep)
    for _ in range(10_000):
        watch.at += 0.001
        await guesses.hold_back("e1")
    assert len(watch.waits) > 9_800
    assert watch.waits[-1] == LONGEST


async def test_guesses_at_one_election_do_not_slow_another() -> None:
    watch = Watch()
    guesses = Guesses(watch.now, watch.sleep)
    await guess(guesses, FREE + 100)
    before = len(watch.waits)
    await guess(guesses, FREE, "e2")
    assert len(watch.waits) == before


async def test_no_more_answers_are_held_back_than_the_box_can_carry() -> None:
    never = asyncio.Event()

    async def wait(_: float) -> None:
        await never.wait()

    guesses = Guesses(Watch().now, wait)
    await guess(guesses, FREE)
    held = [asyncio.create_task(guesses.hold_back("e1")) for _ in range(MOST_WAITING)]
    await asyncio.sleep(0)
    with pytest.raises(TooManyGuesses):
        await guesses.hold_back("e1")
    never.set()
    await asyncio.gather(*held)
    assert guesses.waiting == 0
