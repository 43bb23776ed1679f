"""Finding projects: one query, answered by PostgreSQL or by an index in process.

`asked` understands what was typed, `query` holds a whole selection, `executor` chooses who
answers it: `postgres`, always right, or `index`, faster. `following` keeps the index true.
"""
