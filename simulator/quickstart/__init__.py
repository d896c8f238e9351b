"""A new property's folder, as Adobe's quick start makes one, and the validation that belongs to it."""
