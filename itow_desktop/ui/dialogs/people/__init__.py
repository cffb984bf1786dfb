"""The dialogs about people: who works here, PINs, the covered window, the sign-in to the database."""
