"""The settings of a served site, for benchmarks: a process that has them makes the same pages."""

PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": "of a benchmark that only this machine can reach",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SECURE_SSL_REDIRECT": "False",
    # Edits are made by forms of the admin; who signs in there has a password and no device.
    "STAFF_NEED_SECOND_FACTOR": "False",
}
