"""Papers that the office writes for itself, for a newspaper, or for whoever fills in a state form."""
