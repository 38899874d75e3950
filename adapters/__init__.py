"""adapters speak: the two platforms, the pump and the command line; all else stays inside."""
