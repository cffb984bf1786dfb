"""Files of cars made ready to be kept: photos, PDFs, the rest."""
