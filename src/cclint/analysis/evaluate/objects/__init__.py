"""Classes and their objects: attributes, descriptors, hints, operators of their own."""
