"""Who has a stake in a car, where mail reaches them."""
