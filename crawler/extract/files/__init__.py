"""Captured files -> their text, one module for each format: `read(body, sink)` puts its blocks into the sink.

`crawler.extract.file_text` chooses the module by the file's content and judges what came out.
"""
