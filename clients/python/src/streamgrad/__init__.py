"""Simulators and clients of Streamgrad in Python."""

from .errors import EnvironmentFault, UserError
from .policy import Policy
from .progress import Progress
from .simulator import GymnasiumSimulator, Simulator
from .training import Training

__all__ = ["EnvironmentFault", "GymnasiumSimulator", "Policy", "Progress", "Simulator", "Training", "UserError"]
