"""Reports as text: reading them into documents, cutting them into chunks, embedding, storing and searching them."""
