"""What imports found, to be decided by people."""
