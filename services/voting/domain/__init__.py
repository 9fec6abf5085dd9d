"""The rules of voting: no clock, no chance, no storage, no network."""
