"""What helps editors: drafts, imports, advice, reviews, changes and the state of the pages.

Everything here imports the project down to `kb.content`; an encoder or search results reach it
as arguments. Nothing here decides what passes: that is left to `kb check`.
"""
