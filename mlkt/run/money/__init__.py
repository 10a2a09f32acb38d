"""What a run costs, before it and while it runs."""
