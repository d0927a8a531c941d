"""Files that someone saved: the captures in them, and what would be extracted."""
