"""A run that fails, which each sensor of a program is told of."""

import dagster

made = []
make = dagster.make_email_on_run_failure_sensor


def remembered(*args, **kwargs):
    made.append(make(*args, name=f"sensor_{len(made)}", **kwargs))
    return made[-1]


dagster.make_email_on_run_failure_sensor = remembered


@dagster.op
def failing():
    raise ValueError("failed")


@dagster.job
def broken():
    failing()


def afterwards(program):
    instance = dagster.DagsterInstance.ephemeral()
    result = broken.execute_in_process(instance=instance, raise_on_error=False)
    for sensor in made:
        context = dagster.build_run_status_sensor_context(
            sensor_name=sensor.name,
            dagster_instance=instance,
            dagster_run=result.dagster_run,
            dagster_event=result.get_run_failure_event(),
        )
        sensor(context.for_run_failure())
