"""What a page shows as a file: CSV, XLSX, JSON and JSON Lines, however many rows there are."""
