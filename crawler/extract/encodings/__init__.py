"""Bytes -> text: which encoding a page is in, and text from before Unicode."""
