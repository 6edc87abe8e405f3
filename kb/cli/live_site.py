"""The site that `kb serve` shows: built again at each change, with all that is known in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import kept_of, kept_pages_of
from kb.model.problems import KbError

if TYPE_CHECKING:
    from datetime import date

    from kb.index.warm import WarmIndex
    from kb.model.corpus import Corpus
    from kb.model.documents import DocId
    from site_builder.editors.pages import Editors

QUIET = 30.0
"""Seconds without a change after which the index is fitted anew."""
_NICENESS = 10
_RUN_SECONDS = 3600
"""How long the index may take behind the site."""
_END_SECONDS = 30
"""How long it may take to end when it is told to."""


class LiveSite:
    """A site with its search, and an index that is fitted anew behind it.

    Args:
        content_dir: the content.
        out: the folder of the site.
        index_dir: the index; search starts from the last one.
        refit: whether `kb index` runs behind when changes have ceased.
        report: told what goes wrong behind.
    """

    def __init__(
        self,
        content_dir: Path,
        out: Path,
        index_dir: Path,
        *,
        refit: bool,
        report: Callable[[str], None],
    ) -> None:
        self._content_dir, self._out, self._index_dir = content_dir, out, index_dir
        self._report = report
        self._kept, self._kept_pages = kept_of(content_dir), kept_pages_of(content_dir)
        self._warm: WarmIndex | None = None
        self._shown: tuple[Corpus, Mapping[str, Any]] | None = None
        self._building = threading.Lock()
        arguments = ("--content", str(content_dir), "--index", str(index_dir))
        self._fitting = Behind(("index", *arguments), self._fitted, report) if refit else None

    def build(self) -> None:
        """Show the pages that changed, then build the whole site, errors and all."""
        if self._fitting:
            self._fitting.stop()
        with self._building:
            self._build()

    def close(self) -> None:
        """End what runs behind."""
        if self._fitting:
            self._fitting.stop()

    def _fitted(self) -> None:
        try:
            with self._building:
                self._build()
        except Exception as error:
            from kb.content.watch import in_words

            self._report(in_words(error))

    def _build(self) -> None:
        from kb.content.clock import today
        from kb.content.read import read_corpus
        from site_builder.build import build_site
        from site_builder.editors.gather import gather_editors
        from site_builder.render.render import SharedPages

        day = today()
        corpus = read_corpus(self._content_dir, today=day, kept=self._kept)
        editors = gather_editors(corpus, today=day)
        with suppress(KbError, OSError):  # the whole build says what is wrong
            self._show_changed(corpus, day, editors)
        known = self._known(corpus)
        shared = SharedPages(self._kept_pages, several=False)
        pages = build_site(corpus, self._out, today=day, editors=editors, shared=shared, **known)
        shared.save()
        is_first, self._shown = self._shown is None, (corpus, known)
        click.echo(f"{pages} pages in {self._out}", err=True)
        if is_first and self._warm is not None:
            self._warm.warm_up(corpus)

    def _show_changed(self, corpus: Corpus, day: date, editors: Editors) -> None:
        """Put the pages of documents that changed into the site that stands."""
        from site_builder.build import show_documents

        if self._shown is not None:
            before, known = self._shown
            show_documents(
                corpus,
                self._out,
                changed(before.documents, corpus.documents),
                related=known["related"],
                searchable=bool(known["search_data"]),
                today=day,
                editors=editors,
            )

    def _known(self, corpus: Corpus) -> dict[str, Any]:
        """What the site takes of the index: of the last one where that is of other content."""
        from kb.cli.build import known_from, known_in_memory
        from kb.index.warm import WarmIndex

        self._warm = self._warm or WarmIndex(self._index_dir)
        found = self._warm.index_of(corpus)
        if found is None:
            return known_from(corpus, self._index_dir)
        if self._fitting and not self._warm.is_of(corpus):
            self._fitting.start(after=QUIET)
        return known_in_memory(corpus, *found, show=self._show_search)

    def _show_search(self, data: Mapping[str, bytes]) -> None:
        """Let what changed be found in the site that stands, before the rest of it is built."""
        from site_builder.build import show_search

        if self._shown is not None:
            with suppress(KbError, OSError):  # the whole build says what is wrong
                show_search(data, self._out)


def changed(before: Mapping[DocId, Any], now: Mapping[DocId, Any]) -> tuple[DocId, ...]:
    """Return the documents that are new or other than before."""
    return tuple(name for name, document in now.items() if before.get(name) != document)


class Behind:
    """One command of kb that runs as a process of its own, with little priority.

    Args:
        arguments: those of kb.
        done: called, in a thread, when it has ended well.
        report: told the last thing that it said, if it failed.
    """

    def __init__(
        self,
        arguments: tuple[str, ...],
        done: Callable[[], None],
        report: Callable[[str], None],
    ) -> None:
        self._arguments, self._done, self._report = arguments, done, report
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._process: subprocess.Popen[str] | None = None

    def start(self, *, after: float) -> None:
        """Run it in so many seconds; what waits or runs already is dropped."""
        self.stop()
        with self._lock:
            self._timer = threading.Timer(after, self._run)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """Drop what waits, and end what runs; it leaves the last index as it was."""
        with self._lock:
            timer, process = self._timer, self._process
            self._timer = self._process = None
        if timer is not None:
            timer.cancel()
        if process is not None:
            process.terminate()
            try:
                process.wait(timeout=_END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()

    def _run(self) -> None:
        with self._lock:
            if self._timer is None:
                return  # stopped as its time came
            self._timer = None
            process = self._process = subprocess.Popen(
                [sys.executable, "-m", "kb.cli.main", *self._arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        with suppress(AttributeError, OSError):  # Windows has no priorities of this kind
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        try:
            _, said = process.communicate(timeout=_RUN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            said = f"given up after {_RUN_SECONDS} seconds"
        with self._lock:
            if self._process is not process:
                return  # stopped
            self._process = None
        if process.returncode == 0:
            self._done()
        else:
            last = (said.strip().splitlines() or ["it ended without a word"])[-1]
            self._report(f"kb {self._arguments[0]}, behind the site: {last}")
