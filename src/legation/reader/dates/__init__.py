"""When it happened: expressions of time, and which of them is an event's own."""
