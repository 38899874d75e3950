"""The catalogues: what is ours to say, taken out of the code, and made into other languages."""
