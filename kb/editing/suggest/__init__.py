"""Suggestions for a page: tags, figures, wording, pages that are like it already."""
