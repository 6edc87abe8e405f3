"""Stores compared on every judged query, and faults tried for real: `make test-scale`."""
