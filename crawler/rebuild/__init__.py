"""`kho rebuild`: the database derived again from the WARC files alone.

    run.py        all portals, one after the other, into a new file
    reading.py    pages read in batches, ahead of the one writer
    pool.py       worker processes for that
    worker.py     what such a process does
    swap.py       the new file takes the old one's place
    text.py       what came of it, for people

What is done with each record lies in `crawler.replay`, which a live crawl goes through, too; two databases are compared
in `crawler.store.compare`.
"""

from crawler.rebuild.run import Wanted, check, derived_beside, rebuild

__all__ = ["Wanted", "check", "derived_beside", "rebuild"]
