"""Half an hour of everything at once: memory stays where it is, and no table grows for ever."""
