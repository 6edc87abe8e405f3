"""The content as data for other programs: files, feeds, citations, and their description."""
