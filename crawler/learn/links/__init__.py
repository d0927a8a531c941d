"""What a single link tells of where it leads, by its address and words alone: shapes, page numbers, traps."""
