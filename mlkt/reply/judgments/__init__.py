"""Judgments: verdicts, scores, and claims with what bears on them."""
