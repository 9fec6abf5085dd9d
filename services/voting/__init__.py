"""Voting: elections, slips, ballots, the board, results and mandates."""
