"""Terms: glossaries in CSV and TBX, and how a term is found in its forms."""
