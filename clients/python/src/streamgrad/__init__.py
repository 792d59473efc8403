"""Simulators and clients of Streamgrad in Python."""

from .errors import EnvironmentFault, UserError
from .policy import Policy
from .simulator import GymnasiumSimulator, Simulator

__all__ = ["EnvironmentFault", "GymnasiumSimulator", "Policy", "Simulator", "UserError"]
