"""Engines: what fills the pending segments of a paragraph, one file for each way of asking."""
