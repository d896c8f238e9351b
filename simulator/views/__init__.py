"""What listeners ask of a stored run: lines, totals, pairs, one event in full."""
