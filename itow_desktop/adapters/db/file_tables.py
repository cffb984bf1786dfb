"""The tables of a car's file: photos, scans, phone calls, reminders."""
