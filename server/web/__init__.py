"""HTTP: who is asking, what browsers may do with our pages, and the GraphQL endpoint."""
