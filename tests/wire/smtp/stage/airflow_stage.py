"""Airflow without its database: connections are not looked up, and operators are run as soon as the program is read."""

import os

os.environ["AIRFLOW__SMTP__SMTP_MAIL_FROM"] = "office@example.org"
os.environ["AIRFLOW__SMTP__SMTP_STARTTLS"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "True"
os.environ["AIRFLOW_CONN_SMTP_DEFAULT"] = (
    "smtp://user:secret@localhost:25/?from_email=office%40example.org&disable_ssl=true&disable_tls=true"
)
