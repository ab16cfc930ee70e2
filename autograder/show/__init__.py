"""What people read: text, card, drawing, and faults of our own in the log."""
