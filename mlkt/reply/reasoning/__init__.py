"""Reasoning: how model families mark what they think, and what is left when it is taken out."""
