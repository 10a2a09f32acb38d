"""Rows in, rows out: the schedule, the ledger, the counts, the files of a run."""
