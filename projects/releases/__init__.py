"""Releases: the whole public registry on a day, as files that are kept."""
