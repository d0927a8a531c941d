"""`kho verify`: is each byte still what was written, each row what its record says, and each record in a row?

In the order in which it happens: `collect` (all WARC files, in parallel) -> `records` (rows beside records) ->
`database` (SQLite's own checks, full-text indexes, seal) -> `extraction` (articles read again) -> `report`.
`repair` mends what can be mended; `package` does the same for a WACZ file.
"""
