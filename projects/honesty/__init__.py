"""What the registry says of itself: what it holds, what it lacks, and what its words mean."""
