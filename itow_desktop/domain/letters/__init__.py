"""What the letters of the office say."""
