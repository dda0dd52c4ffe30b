"""How an operation is run: documents kept, limits held, plain selections completed by plans, failures masked."""
