"""WARC, ARC and WACZ files that other programs made, read as they are.

container.py   what kind of file is this, and where in it do records lie?
forms.py       how they lie there: each a gzip member, not packed, or all in one gzip stream
wacz.py        the WARC files in a WACZ, or in the WACZ files of one
stream.py      bytes of a plain file, of one gzip member, or of a whole gzip file
raw.py         the next record: its fields, where it begins and ends
http.py        status, headers and body of an HTTP message, chunks undone
normal.py      a record as Kho would have written it: what `archive.reader.read_record` gives
"""
