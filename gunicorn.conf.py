"""How gunicorn serves the site: `gunicorn portal.wsgi` in this directory reads it."""

# The board's index is built once, and the workers share its memory.
preload_app = True
workers = 2
# Nobody steers it but by signals.
control_socket_disable = True
