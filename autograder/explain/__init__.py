"""Mistakes by name, and every sentence for a student."""
