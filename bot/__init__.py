"""bot decides: events in, outs back, with the standard library alone; no clock, chance or disk."""
