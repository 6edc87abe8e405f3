"""Judged queries and public test collections: read them, run the engine on them, fit to them."""
