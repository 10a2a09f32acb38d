"""Fields: the labelled pieces of a reply, whatever shape a model gave them."""
