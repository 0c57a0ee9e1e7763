"""Who says it: nested attribution, and the names of those who say."""
