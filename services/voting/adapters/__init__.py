"""How voting stores, signs, prints and shows."""
