"""What every object-relational mapper tells us in the same words: a schema, and the verbs that read and write rows."""
