"""Stand-ins for personal data: equal stays equal, different stays different, and nothing can be traced back."""
