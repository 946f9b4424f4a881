"""What staff do with an incident, and decide for all its cases."""
