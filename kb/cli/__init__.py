"""The command `kb`: one file for each command; nothing imports it."""
