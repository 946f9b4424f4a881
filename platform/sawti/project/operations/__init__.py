"""What operators look at: health, metrics, logs. No case, no person."""
