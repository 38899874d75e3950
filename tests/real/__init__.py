"""Real input through the real programs: imported, answered through both wires, exported, compared."""
