"""Airflow without its database: connections come from the environment, and the mails of a DAG are sent when it has been read."""

import os

os.environ["AIRFLOW__SMTP__SMTP_MAIL_FROM"] = "office@example.org"
os.environ["AIRFLOW__SMTP__SMTP_STARTTLS"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "True"


def afterwards(program):
    for task in program["dag"].tasks if "dag" in program else ():
        task.execute({})
