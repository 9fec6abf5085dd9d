"""The count of the Scottish Order done paper by paper in decimal arithmetic, as clerks at tables would: for comparison only."""

from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Decimal, localcontext

FIVE = Decimal("0.00001")
Votes = dict[str, Decimal]


class Tables:
    """Piles of single papers on tables; every paper carries the value it came with."""

    def __init__(self, names: Sequence[str], seats: int, lot: Callable[[str], bytes]) -> None:
        self.names, self.seats, self.lot = list(names), seats, lot
        self.tables: dict[str, list[tuple[tuple[str, ...], Decimal]]] = {name: [] for name in names}
        self.votes: Votes = {name: Decimal(0) for name in names}
        self.status = dict.fromkeys(names, "continuing")
        self.sheets: list[Votes] = []
        self.elected: list[str] = []

    def run(self, papers: Sequence[tuple[str, ...]]) -> list[str]:
        self.quota = Decimal(len(papers) // (self.seats + 1) + 1)
        for paper in papers:
            self.put(paper, Decimal(1))
        self.end_stage()
        while len(self.elected) < self.seats:
            continuing = self.continuing()
            if len(continuing) <= self.seats - len(self.elected):
                self.elected += continuing
                break
            over = [name for name in self.elected if self.votes[name] > self.quota]
            if over:
                self.hand_out_surplus(self.settle(over, most=True))
            else:
                self.hand_out_all(self.settle(continuing, most=False))
            self.end_stage()
        return self.elected

    def continuing(self) -> list[str]:
        return [name for name in self.names if self.status[name] == "continuing"]

    def put(self, paper: tuple[str, ...], value: Decimal) -> None:
        for name in paper:
            if self.status[name] == "continuing":
                self.tables[name].append((paper, value))
                self.votes[name] += value
                return

    def hand_out_surplus(self, name: str) -> None:
        surplus, credited = self.votes[name] - self.quota, self.votes[name]
        papers, self.tables[name] = self.tables[name], []
        for paper, value in papers:
            with localcontext() as exact:
                exact.prec = 200
                self.put(paper, (surplus * value / credited).quantize(FIVE, ROUND_DOWN))
        self.votes[name] = self.quota

    def hand_out_all(self, name: str) -> None:
        self.status[name] = "excluded"
        papers, self.tables[name] = self.tables[name], []
        self.votes[name] = Decimal(0)
        for paper, value in papers:
            self.put(paper, value)

    def end_stage(self) -> None:
        self.sheets.append(dict(self.votes))
        reached = [name for name in self.continuing() if self.votes[name] >= self.quota]
        while reached:
            self.elected.append(self.settle(reached, most=True))
            reached.remove(self.elected[-1])
        for name in self.elected:
            self.status[name] = "elected"

    def settle(self, names: Sequence[str], *, most: bool) -> str:
        tied = list(names)
        for sheet in reversed(self.sheets):
            wanted = (max if most else min)(sheet[name] for name in tied)
            tied = [name for name in tied if sheet[name] == wanted]
        return (min if most else max)(tied, key=self.lot)
