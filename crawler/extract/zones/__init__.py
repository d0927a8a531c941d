"""Where things stand on a page: title, byline, article; and what stands there and is no part of it."""
