"""What is promised when things die: drills with the real programs, run by `make drill`."""
