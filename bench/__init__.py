"""Measured claims: each file one sentence, said in figures of one run."""
