"""What the services promise each other: events, and nothing else."""
