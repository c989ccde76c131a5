"""mailthon looks for a class where Python had it before 3.10."""

import collections
import collections.abc

collections.MutableMapping = collections.abc.MutableMapping
collections.Mapping = collections.abc.Mapping
