"""The search's data for the visitor's browser, and the same engine run by Node."""
