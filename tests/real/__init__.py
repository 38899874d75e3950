"""Real input through the real programs: imported, answered on both wires, exported, compared."""
