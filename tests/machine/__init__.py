"""A property-based machine over the real engine and store, and defects it must find."""
