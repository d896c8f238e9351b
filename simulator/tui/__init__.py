"""The terminal application: every event, every pair, and why."""
