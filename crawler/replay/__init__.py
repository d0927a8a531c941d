"""What a crawl does to the database, step by step: done live, written into the WARC, and done again from there.

    steps.py      one step: what was done, to which record or address, and when
    perform.py    a step -> rows; the one path of live crawl, recovery, import and rebuild
    journal.py    the steps of a batch, written into the WARC before their rows are committed
    plan.py       WARC files -> the steps that they tell, in order
    rules.py      a corrected portal file, applied to the crawls before it: a note in the WARC
    replay.py     steps done again: what the database lacks, or all of it

So a database can be made again from the WARC files alone, and the rows come out the same whatever order parallel pages
arrived in: the order is in the journal.
"""
