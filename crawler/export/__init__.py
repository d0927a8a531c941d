"""One file per format; each takes an open database and the filters of a search, and streams."""
