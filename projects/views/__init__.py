"""The public pages, one module a collection."""
