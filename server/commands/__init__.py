"""What an operator types. Each module's docstring is its help; `add_arguments` and `run` are all it offers."""
