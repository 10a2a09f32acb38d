"""Translation memories: what people have translated, word for word or near, and its TMX files."""
