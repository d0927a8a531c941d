"""A sample of an unknown portal -> its portal file. Pure: pages in, findings out; no network, no clock, no database.

The folders, each of which knows only those before it:

- `links`: what a single link tells, by its address and words;
- `sample`: `observe` (one capture -> what it shows and links to), `book` (all addresses met, and where);
- `addresses`: which are alike (`groups`), which part names the article (`identity`), and the `rules` of that;
- `lists`: sections, how they are paged, other looks of the same rows;
- `places`: where pages print title, byline and day.

`survey` grows the sample and asks `choose` what to fetch next; `findings` is all that was learned, `write` makes the
portal file of it, and `verdict` says how good it is, or why there is none.
"""
