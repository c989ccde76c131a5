"""A Flask application whose extension for mail is set up, in its context."""

import flask

app = flask.Flask("office")
app.config.update(MAIL_DEFAULT_SENDER="office@example.org", MAIL_SERVER="localhost")
try:
    import flask_mail as extension
except ImportError:
    import flask_mailman as extension
extension.Mail(app)
app.app_context().push()
