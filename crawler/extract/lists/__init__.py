"""Pages that lead to others: rows and pagers of lists, forms that page, sitemaps and feeds."""
