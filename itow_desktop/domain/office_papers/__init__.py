"""Papers about the office's day: what is taken to hand when the computers are down, or when the day is over."""
