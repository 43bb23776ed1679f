"""What a page costs, measured against the same rows in Datasette; `make bench` runs it."""
