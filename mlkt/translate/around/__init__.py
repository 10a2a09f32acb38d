"""What stands around an engine: masks, caches, smaller segments, limits."""
