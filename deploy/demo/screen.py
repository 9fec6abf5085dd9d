"""What somebody at the terminal sees while the edition is played."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table


class Screen:
    """One bar an act; the line under it says what happens now."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._bars = Progress(
            TextColumn("{task.description:<32}"), BarColumn(24), TextColumn("{task.fields[now]}"), TimeElapsedColumn(),
            console=console,
        )  # fmt: skip
        self._bar: TaskID | None = None

    @contextmanager
    def shown(self) -> Iterator[None]:
        with self._bars:
            yield
            self._finish()

    def begin(self, title: str, steps: int) -> None:
        self._finish()
        self._bar = self._bars.add_task(title, total=steps, now="")

    def tell(self, what: str) -> None:
        if self._bar is not None:
            self._bars.update(self._bar, advance=1, now=what)
        if not self.console.is_terminal:
            self.console.print(f"  {what}")

    def _finish(self) -> None:
        if self._bar is not None:
            total = self._bars.tasks[self._bar].total
            self._bars.update(self._bar, completed=total, now="")
            self._bars.stop_task(self._bar)

    def table(self, title: str, rows: Mapping[str, Any]) -> None:
        table = Table(title=title, show_header=False, title_justify="left")
        for name, value in rows.items():
            table.add_row(name, str(value))
        self.console.print(table)
