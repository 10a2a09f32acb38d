"""Which pairs stay: duplicates, and thresholds anew."""
