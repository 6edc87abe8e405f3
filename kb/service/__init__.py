"""The search of many editions over HTTP, from a store (extra `hosted`)."""
