"""`pytest` runs the suites as well, once the package is installed: `pip install -e '.[tests]'`."""

pytest_plugins = ["cclint.testing.pytest_plugin"]
