"""Simulators and clients of Streamgrad in Python."""

from .errors import EnvironmentFault, UserError
from .policy import Policy
from .simulator import GymnasiumSimulator, Simulator
from .training import Progress, Training

__all__ = ["EnvironmentFault", "GymnasiumSimulator", "Policy", "Progress", "Simulator", "Training", "UserError"]
