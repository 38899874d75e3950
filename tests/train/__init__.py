"""What trains: needs requirements/train.txt, and is run by `make train` alone."""
