"""Rules in use: what others would move, taking them into use, the second person."""
