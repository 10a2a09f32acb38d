"""Rows through a chain: on one machine, or on many."""
