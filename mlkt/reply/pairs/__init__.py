"""Question-answer pairs: read from the fields of a reply, and written as they are read."""
