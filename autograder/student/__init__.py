"""What a student calls in the notebook."""
