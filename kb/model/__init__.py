"""Plain frozen data and its rules: documents, vocabularies, evidence, problems."""
