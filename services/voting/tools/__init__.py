"""Programs to run by hand beside the service; none of them is part of it."""
