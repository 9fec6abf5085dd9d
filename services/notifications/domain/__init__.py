"""The rules of telling people: no clock, no chance, no storage, no network."""
