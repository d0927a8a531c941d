"""A page as a tree: its blocks of text, its tables, and Markdown made of them."""
