"""The sample portal: a small local web server that behaves as the portal of a Hà Nội district does.

    python -m crawler.demo --port 8642        serve it
    from crawler.demo.client import DemoPortal start it from Python, steer it, and ask it for the truth

Order of reading: words -> catalogue -> articles -> addresses -> frame -> pages, listing, documents, feeds, files ->
server -> faults, control, truth.
"""
