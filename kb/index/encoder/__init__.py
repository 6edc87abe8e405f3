"""Texts in, vectors out: the sentence-transformers model and the small table fitted to it."""

MODEL_NAME = "all-MiniLM-L6-v2"
"""Names the model of `kb.index.encoder.model.TransformerEncoder`, which takes long to load."""
