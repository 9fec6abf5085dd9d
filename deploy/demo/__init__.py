"""An edition of participatory budgeting, played by HTTP alone, so that a newcomer sees the whole of it."""
