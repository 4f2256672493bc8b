"""What the marketer plans: audiences, waves from the plan to the result, and how each question is asked."""
