"""What became of a run, told to people and to machines; nothing in here decides anything."""
