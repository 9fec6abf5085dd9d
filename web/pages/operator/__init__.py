"""Pages of those who look after many municipalities."""
