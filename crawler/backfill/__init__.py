"""A portal is brought back from a web archive: asked with patience, captures fetched, stored as an import."""
