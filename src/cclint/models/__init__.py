"""What libraries do, as annotated stubs, and how they are read."""

from cclint.models.load import Models, StubError, load_models

__all__ = ["Models", "StubError", "load_models"]
