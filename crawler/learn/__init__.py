"""A sample of an unknown portal -> its portal file. Pure: pages in, findings out; no network, no clock, no database.

In the order in which it happens: `observe` (one capture -> what it shows and links to) -> `book` (all addresses met) ->
`choose` (what to fetch next) -> `shapes` and `groups` (addresses that look alike, and what they lead to) -> `identity`
(which part of an address names the article) -> `lists` (sections, and how they are paged) -> `findings` -> `write` (the
portal file) -> `report` (how good it is).
"""
