"""A table of a round, pasted from minutes or a spreadsheet, on its way to drafts and decisions."""
