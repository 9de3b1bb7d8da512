"""A document becomes observations: text cut into blocks, figures of prose and tables read, corrections applied."""
