"""Pages of official documents: their labels and values, lists of them in tables and in blocks."""
