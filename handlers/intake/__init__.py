"""What the shop sends in: its orders, and answers that another tool collected."""
