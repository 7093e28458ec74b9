"""One reader per format; each turns a file's content into a Document."""
