"""What comes in from elsewhere: files and their columns, lines of Check import, set times. Pure."""
