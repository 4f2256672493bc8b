"""What the team asks for in its group: scores, alerts of low ones, who may do what, and why somebody was not asked."""
