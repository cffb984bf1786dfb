"""Parts of the pages of properties and police departments."""
