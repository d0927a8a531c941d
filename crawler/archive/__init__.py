"""The archive: WARC files are the record, all else is derived from them. Imports nothing from Scrapy."""
