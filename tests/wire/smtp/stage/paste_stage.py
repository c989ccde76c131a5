"""A report of an exception that did not happen."""

from paste.exceptions import reporter


class Failure:
    exception_type = ValueError
    exception_value = "failed"


report = reporter.EmailReporter.report
reporter.Reporter.format_html = lambda self, data, **kwargs: "Failed"
reporter.Reporter.format_text = lambda self, data, **kwargs: "Failed"
reporter.EmailReporter.report = lambda self, data: report(self, data or Failure())
