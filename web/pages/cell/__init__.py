"""Pages of the municipal cell and the town's services."""
