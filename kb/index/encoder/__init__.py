"""Texts in, vectors out: the sentence-transformers model and the small table fitted to it."""
