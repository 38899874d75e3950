"""What a platform sends may be damaged in any way: it is used, kept or passed over, and nobody
else's is lost. `make fuzz` runs it long, the suite runs it short."""
