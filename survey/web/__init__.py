"""HTTP only: one module per audience, inputs, refusals and filters."""
