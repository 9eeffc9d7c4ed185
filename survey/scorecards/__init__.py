"""What comes out: estimates, their uncertainty, and the scorecard of a project, published period by period."""
