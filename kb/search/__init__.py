"""Search: from a query to an answer, one step in each module; `kb.search.engine` composes them."""
