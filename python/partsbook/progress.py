"""Progress bars on a terminal; nothing where nobody looks."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Bar:
    """A bar on the terminal's error stream that is told how much of the work is done.

    Attributes
    ----------
    title
        What the bar is about.
    """

    def __init__(self, title: str = "") -> None:
        self.title = title
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that so much of the total is done."""
        if self._progress is None or self._task is None:
            if not sys.stderr.isatty():
                return
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.start()
            self._task = self._progress.add_task(self.title, total=total)
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = self._task = None


def bar(title: str = "reading") -> Bar:
    """Return a new bar."""
    return Bar(title)
