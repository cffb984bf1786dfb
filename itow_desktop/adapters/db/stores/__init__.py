"""The named questions to the database, one file per aggregate."""
