"""What the speed figures come from: each is a ratio to a floor that ran beside it, never a rate."""
