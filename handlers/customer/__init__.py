"""What the customer does, and what is said in return: a link opened, a tap, words, a question put off, /forget."""
