"""Verbs of the `kho` command, a module for each group of them; `crawler.cli` gathers them."""
