"""Every line of SQL: the schema, what writes (`pages`, `frontier`, `crawls`), what reads (`queries`, `search`).

All functions are synchronous and take an open database; whoever calls them holds the transaction.
"""
