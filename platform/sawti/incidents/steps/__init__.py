"""What a worker does with the cases of an incident, a batch at a time."""
