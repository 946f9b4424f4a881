"""The public dashboard: how well the government answers, for everybody."""
