"""Trains the small query encoder: once on general text, then at each build on the content.

A table's rows are fitted so that the normalised sum of a text's rows comes to the vector that
the teacher (all-MiniLM-L6-v2) gives the text, projected to fewer dimensions. docs/search.md
reports what was measured. Needs torch; seeded, and on one thread for the same result twice.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kb.content.passages import sentences
from kb.data import DATA
from kb.index.encoder.table import (
    Student,
    load_arrays,
    piece_numbers,
    quantised,
    save_arrays,
    unit,
)
from kb.model.problems import EncoderError

if TYPE_CHECKING:
    import torch

    from kb.index.documents import IndexedDocument, Lexicon

SEED = 2026
DROPPED = 0.1
"""Share of pieces left out of each text while training, so that no row leans on another."""
SMOOTHING = 1e-3
"""The constant of the smooth inverse frequency weight (Arora, Liang and Ma, 2017)."""

Teacher = Callable[[Sequence[str]], NDArray[np.float32]]
"""From texts to vectors of unit length, (n_texts, teacher_dims)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long and how fast to train.

    `runs` trainings from one start, each with an order of its own, are averaged: one alone moves
    the quality of the search by as much as a hundredth.
    """

    epochs: int
    batch: int
    rate: float
    runs: int = 1


GENERAL = DATA / "general.npz"
"""What general text taught, as `make train` wrote it."""
GENERAL_SCHEDULE = Schedule(epochs=4, batch=512, rate=2e-3)
ADAPTATION_SCHEDULE = Schedule(epochs=4, batch=256, rate=3e-3)
"""A ninth of the steps of three runs of twelve epochs, for the same quality (docs/search.md)."""


@dataclass(frozen=True)
class General:
    """What general text taught: pieces with rows, how common each is, and the projection.

    `rows` is float32 (n_pieces, dims); `counts` int64 (n_pieces,); `projection` float32
    (teacher_dims, dims).
    """

    pieces: tuple[str, ...]
    rows: NDArray[np.float32]
    counts: NDArray[np.int64]
    projection: NDArray[np.float32]

    def narrowed(self, dims: int) -> General:
        """The same with the strongest dimensions alone, so many at most."""
        return replace(self, rows=self.rows[:, :dims], projection=self.projection[:, :dims])

    def save(self, path: Path) -> None:
        """Write it to one file, rows in one byte a value with a scale a row."""
        scales = np.maximum(np.abs(self.rows).max(axis=1), 1e-8) / 127
        arrays: dict[str, NDArray[Any]] = {
            "rows": np.rint(self.rows / scales[:, None]).astype(np.int8),
            "scales": scales.astype(np.float32),
            "counts": self.counts,
            "projection": self.projection.astype(np.float16),
        }
        save_arrays(path, {"format": 1, "pieces": list(self.pieces)}, arrays)

    @classmethod
    def load(cls, path: Path) -> General:
        """Read what `save` wrote.

        Raises:
            EncoderError: it is missing, damaged or of another format.
        """
        head, arrays = load_arrays(path)
        return cls(
            pieces=tuple(head["pieces"]),
            rows=arrays["rows"].astype(np.float32) * arrays["scales"].astype(np.float32)[:, None],
            counts=arrays["counts"].astype(np.int64),
            projection=arrays["projection"].astype(np.float32),
        )


def train_general(
    texts: Sequence[str],
    vocabulary: Sequence[str],
    teacher: Teacher,
    *,
    dims: int,
    size: int,
    schedule: Schedule = GENERAL_SCHEDULE,
) -> General:
    """Return a table trained on general text.

    Args:
        texts: the text to learn from.
        vocabulary: the teacher's word pieces, continuations marked with ``##``.
        teacher: gives the vectors to be met.
        dims: dimensions to keep.
        size: the number of pieces to keep, the most common first.
        schedule: how to train.
    """
    targets = teacher(texts)
    projection = principal_axes(targets, dims)
    every = {piece: number for number, piece in enumerate(vocabulary)}
    counted = Counter(number for text in texts for number in piece_numbers(text, every))
    pieces = kept_pieces(vocabulary, {vocabulary[n]: c for n, c in counted.items()}, {}, size)
    counts = np.array([counted[every[piece]] for piece in pieces], dtype=np.int64)
    start = _first_rows(pieces, counts, teacher, projection)
    rows = _fitted(start, pieces, texts, unit(targets @ projection), schedule)
    return General(pieces=pieces, rows=rows, counts=counts, projection=projection)


def adapt(
    general: General,
    texts: Sequence[str],
    teacher: Teacher,
    *,
    size: int,
    bits: int,
    vocabulary: Sequence[str] = (),
    schedule: Schedule = ADAPTATION_SCHEDULE,
) -> Student:
    """Return the query encoder: the general table fitted to the texts of one corpus.

    Args:
        general: what general text taught.
        texts: the corpus's own texts (`training_texts`).
        teacher: gives the vectors to be met.
        size: the number of pieces to keep; those of the corpus come first.
        bits: 2 or 4, the size of one value of a row.
        vocabulary: the teacher's pieces, so that one which only the corpus has gets a row.
        schedule: how to train.
    """
    known = dict(zip(general.pieces, general.counts.tolist(), strict=True))
    every = {piece: n for n, piece in enumerate(dict.fromkeys([*general.pieces, *vocabulary]))}
    names = list(every)
    own = Counter(names[n] for text in texts for n in piece_numbers(text, every))
    pieces = kept_pieces(names, known, own, size)
    place = {piece: number for number, piece in enumerate(general.pieces)}
    fresh = [piece for piece in pieces if piece not in place]
    rows = np.zeros((len(pieces), general.rows.shape[1]), dtype=np.float32)
    if fresh:
        counts = np.array([own[piece] for piece in fresh], dtype=np.int64)
        new_rows = _first_rows(fresh, counts, teacher, general.projection)
        new_rows *= _mean_length(general.rows) / max(_mean_length(new_rows), 1e-8)
        new = dict(zip(fresh, new_rows, strict=True))
    for number, piece in enumerate(pieces):
        rows[number] = general.rows[place[piece]] if piece in place else new[piece]
    targets = unit(teacher(texts) @ general.projection)
    fitted = _fitted(rows, pieces, texts, targets, schedule)
    codes, scales = quantised(fitted, bits)
    return Student(
        pieces=pieces, codes=codes, scales=scales, bits=bits, projection=general.projection
    )


def training_texts(entries: Sequence[IndexedDocument], lexicon: Lexicon) -> list[str]:
    """Return what a corpus offers to learn from, in a fixed order and without repeats.

    Titles, summaries, situations, the cues of needs and what is asked with them whole; of each
    passage the whole, a sentence and a span of two to seven words.
    """
    chance = random.Random(SEED)
    texts: list[str] = []
    for entry in entries:
        texts += [entry.title, entry.summary, *entry.situations]
        for passage in entry.passages:
            own = sentences(passage.text)
            texts += [passage.text, *chance.sample(own, min(1, len(own)))]
            texts += _spans(passage.text.split(), 1, chance)
    for need in lexicon.needs:
        texts += need.texts()
    return list(dict.fromkeys(text for text in texts if text.strip()))


def principal_axes(vectors: NDArray[np.float32], dims: int) -> NDArray[np.float32]:
    """Return the projection onto the `dims` strongest axes, uncentred: (n, dims), float32."""
    moments = vectors.T.astype(np.float64) @ vectors.astype(np.float64)
    _, axes = np.linalg.eigh(moments)
    strongest = axes[:, ::-1][:, :dims]
    signs = np.sign(strongest[np.abs(strongest).argmax(axis=0), np.arange(dims)])
    projection: NDArray[np.float32] = (strongest * signs).astype(np.float32)
    return projection


def wordnet_texts(folder: Path, limit: int) -> list[str]:
    """Return texts made from WordNet's data files: lemmas, definitions, examples, questions.

    Args:
        folder: where ``data.noun`` and its like lie (Debian: /usr/share/wordnet).
        limit: the most texts to return, drawn evenly with a fixed seed.

    Raises:
        EncoderError: the files are not there.
    """
    chance = random.Random(SEED)
    texts: dict[str, None] = {}
    for part in ("noun", "verb", "adj", "adv"):
        path = folder / f"data.{part}"
        if not path.is_file():
            raise EncoderError(f"{path}: no such file; install WordNet 3.0 (wordnet-base)")
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if not line.startswith("  "):
                texts.update(dict.fromkeys(_synset_texts(line, chance)))
    ordered = list(texts)
    return sorted(chance.sample(ordered, min(limit, len(ordered))))


def _synset_texts(line: str, chance: random.Random) -> Iterator[str]:
    fields, _, gloss = line.partition(" | ")
    parts = fields.split(" ")
    lemmas = [parts[4 + 2 * n].replace("_", " ").split("(")[0] for n in range(int(parts[3], 16))]
    pieces = [piece.strip() for piece in gloss.split(";")]
    definition = pieces[0]
    examples = [piece.strip('" ') for piece in pieces[1:] if piece.startswith('"')]
    yield definition
    yield f"{lemmas[0]}: {definition}"
    yield from examples
    if len(lemmas) > 1:
        yield ", ".join(lemmas)
    words = definition.split()
    if len(words) > 5:
        yield " ".join(chance.sample(words, 4))
    templates = ("how do I {}", "what is {}", "I want {}", "worried about {}", "{}")
    yield chance.choice(templates).format(chance.choice(lemmas))


def _mean_length(rows: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(rows, axis=1).mean())


def _spans(words: Sequence[str], count: int, chance: random.Random) -> Iterator[str]:
    for _ in range(count if len(words) > 2 else 0):
        length = chance.randint(2, min(7, len(words)))
        start = chance.randrange(len(words) - length + 1)
        yield " ".join(words[start : start + length])


def kept_pieces(
    names: Sequence[str], general: Mapping[str, int], own: Mapping[str, int], size: int
) -> tuple[str, ...]:
    """Return the pieces to keep, sorted: single signs, the corpus's own, then the most common.

    Single letters and figures stay, so that any word of them can be pieced together.
    """
    usable = [name for name in names if not name.startswith("[")]
    singles = [n for n in usable if len(n.removeprefix("##")) == 1 and n.isascii()]
    by_count = sorted(usable, key=lambda name: (-own.get(name, 0), -general.get(name, 0), name))
    chosen = dict.fromkeys(singles)
    for name in by_count:
        if len(chosen) >= size:
            break
        chosen[name] = None
    return tuple(sorted(chosen))


def _first_rows(
    pieces: Sequence[str],
    counts: NDArray[np.int64],
    teacher: Teacher,
    projection: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return each piece's own teacher vector, projected, lighter the commoner it is."""
    vectors = teacher([piece.removeprefix("##") for piece in pieces]) @ projection
    share = counts / max(int(counts.sum()), 1)
    weights = (SMOOTHING / (SMOOTHING + share)).astype(np.float32)
    weighted: NDArray[np.float32] = vectors * weights[:, None]
    return weighted


def _fitted(
    start: NDArray[np.float32],
    pieces: Sequence[str],
    texts: Sequence[str],
    targets: NDArray[np.float32],
    schedule: Schedule,
) -> NDArray[np.float32]:
    """Return the rows after training, the mean of the schedule's runs."""
    import torch

    numbers = {piece: number for number, piece in enumerate(pieces)}
    known = [(n, piece_numbers(text, numbers)) for n, text in enumerate(texts)]
    known = [(n, found) for n, found in known if found]
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        runs = [_trained(start, known, targets, schedule, SEED + n) for n in range(schedule.runs)]
    finally:
        torch.set_num_threads(threads)
    return np.asarray(np.mean(runs, axis=0), dtype=np.float32)


def _trained(
    start: NDArray[np.float32],
    known: Sequence[tuple[int, list[int]]],
    targets: NDArray[np.float32],
    schedule: Schedule,
    seed: int,
) -> NDArray[np.float32]:
    """Return the rows after one run; the loss is 1 - cosine, the rate falls to 0.

    `known` has the number of each text with those of its pieces.
    """
    import torch

    order = np.random.default_rng(seed)
    rows = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimiser = torch.optim.Adam([rows], lr=schedule.rate)
    wanted = torch.from_numpy(targets)
    steps = max(1, schedule.epochs * -(-len(known) // schedule.batch))
    falling = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(schedule.epochs):
        shuffled = order.permutation(len(known))
        for at in range(0, len(known), schedule.batch):
            batch = [known[n] for n in shuffled[at : at + schedule.batch]]
            loss = _loss(rows, batch, wanted, order)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            falling.step()
    fitted: NDArray[np.float32] = rows.detach().numpy()
    return fitted


def _loss(
    rows: torch.Tensor,
    batch: Sequence[tuple[int, list[int]]],
    wanted: torch.Tensor,
    order: np.random.Generator,
) -> torch.Tensor:
    import torch

    flat: list[int] = []
    offsets: list[int] = []
    for _, found in batch:
        offsets.append(len(flat))
        kept = [n for n in found if order.random() >= DROPPED]
        flat += kept or found
    sums = torch.nn.functional.embedding_bag(
        torch.tensor(flat), rows, torch.tensor(offsets), mode="sum"
    )
    aims = wanted[[number for number, _ in batch]]
    return (1 - torch.nn.functional.cosine_similarity(sums, aims)).mean()
