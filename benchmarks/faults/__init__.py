"""Faults that are injected into trainings, which must nevertheless end with the serial trainer's weights."""
