"""What a run writes, and how it finds it again."""
