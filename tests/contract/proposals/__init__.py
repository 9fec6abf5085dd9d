"""What the proposals service promises at its door."""
