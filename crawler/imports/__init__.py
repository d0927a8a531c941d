"""`kho import`: pages that others saved, in WARC, ARC or WACZ files, beside our own captures.

    sources.py    a file -> the parts of it that are read record by record
    survey.py     which portals does it speak of, what of it is left out, and why
    keep.py       the file, copied as it is into `warc/<portal>/imported/`
    records.py    its records -> captures, in order; `kho rebuild` reads them here, too
    run.py        one import of one portal, from the lock to the verdict

What an import took in stands in a WARC file of its own (`kho-kind: import`), which holds nothing but its warcinfo, one
`metadata` record for each file (`event: import`) and one at its end (`event: crawl_finished`).
"""
