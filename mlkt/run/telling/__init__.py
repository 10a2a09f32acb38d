"""What a run tells: its counts, its progress, its account."""
