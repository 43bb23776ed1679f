"""Where the money goes: what a selection was granted and paid, by what, and side by side."""
