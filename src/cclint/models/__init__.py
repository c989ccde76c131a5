"""What libraries do, as annotated stubs, and how they are read."""

from cclint.models.annotations import StubError
from cclint.models.library import Models
from cclint.models.load import load_models

__all__ = ["Models", "StubError", "load_models"]
