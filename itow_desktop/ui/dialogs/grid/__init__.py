"""Many cars typed over side by side, like a spreadsheet."""
