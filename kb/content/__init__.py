"""A content folder in, a checked `Corpus` or every problem of every file out."""
