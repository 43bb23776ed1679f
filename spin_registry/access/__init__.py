"""Who gets into the back office, for how long, and what is told of it."""
