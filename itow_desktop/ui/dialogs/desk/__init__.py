"""Dialogs of the desk: lines that wait, who has them, holds, dates that two people stand for."""
