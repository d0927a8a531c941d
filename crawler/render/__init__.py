"""Pages whose text or counter comes by script: `render = true` in a portal file.

    chromium.py     is there a browser, and how it is started
    page.py         one page in it: scripts run, the DOM is taken, bounds are kept
    middleware.py   the browser's requests are fetched by the crawl itself

The browser has no network of its own. What a page asks for is fetched by Scrapy like any other request: robots.txt,
delay, archive, the bytes of the wire. Only scripts and data from the portal's own hosts are fetched.
"""
