"""Windows of a car's file: its page, a phone call, a photo, scans, reminders."""
