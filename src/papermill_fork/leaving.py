"""Imported last by the fork server, and by nothing else: when its work is over it goes, without taking apart
module by module what it had imported, while whoever reads its output waits."""

import atexit
import os
import signal

signal.setitimer(signal.ITIMER_REAL, 0)  # the fork server itself looks for its starter from now on
atexit.register(os._exit, 0)
