"""The rules of proposals, without clock, chance, storage or network."""
