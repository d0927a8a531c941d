"""`python -m crawler`: the `kho` command."""

from crawler.cli import main

main(prog_name="kho")
