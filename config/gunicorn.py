"""The production server's own settings (`make serve`): gunicorn reads this file.

HOST, PORT and WEB_CONCURRENCY (the number of worker processes) come from the environment.
"""

import multiprocessing
import os
import threading

wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY") or min(multiprocessing.cpu_count() + 1, 5))
worker_class = "gthread"  # a slow reader of a long export holds a thread, not a process
threads = 4
accesslog = "-"
control_socket_disable = True  # it would lie in the home directory of whoever runs the site


def post_worker_init(worker: object) -> None:
    """Read the archive into memory in the background: the first reader need not wait, and record pages never do."""
    from agreements.catalogue import warm_up

    threading.Thread(target=warm_up, daemon=True).start()
