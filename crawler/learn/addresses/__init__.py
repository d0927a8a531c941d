"""Which addresses are alike, which part of them names the page, and the rules that come of it."""
