"""Databases as released versions left them, with work pending: one file for each schema."""
