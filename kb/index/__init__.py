"""The search index: made from a corpus, swapped in whole, opened again."""
