"""Files that somebody wants imported: what each is, what its columns are, what it would bring."""
