"""`python -m adapters.cli` is `rounds`."""

from adapters.cli import main

main()
