"""The lists of a portal: where they are, how they are paged, and what a crawl must not read twice."""
