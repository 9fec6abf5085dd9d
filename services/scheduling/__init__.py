"""The legal calendar, evidence, meetings and decisions."""
