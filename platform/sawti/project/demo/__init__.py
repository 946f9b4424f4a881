"""`sawti demo`: everything on this machine, from nothing to the first page and cleanly away."""
