"""The visitors' tools: guide, finder, signposting sheet, comparison."""
