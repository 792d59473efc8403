"""What breaks a training on purpose, and how it must end: with the serial trainer's weights."""
