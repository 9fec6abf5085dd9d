"""Pages of delegates and voters."""
