"""The law dates, and the dialogs with which a manager says which of them are checked."""
