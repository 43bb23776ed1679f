"""A person's name taken out of everything that the registry keeps, and of kept releases."""
