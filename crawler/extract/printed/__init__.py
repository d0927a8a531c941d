"""What one printed line says: dates and times, what they are dates of, counters, people."""
