"""What the registry holds, in the formats of the field: grants, legal lists, catalogues.

Each module is one format, knows its words and its readings, and asks the registry's own
functions for every fact. docs/reference/lists.md tells field by field what stands where.
"""
