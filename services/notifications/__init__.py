"""Telling people: who hears of which event, in which words, by which channel, and proof that they were told."""
