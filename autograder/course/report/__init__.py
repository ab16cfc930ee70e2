"""What a class got wrong, for how many, and who, as a page to read after grading. `data` gathers it, `page` draws it."""
