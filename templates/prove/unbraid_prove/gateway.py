"""The generated gateway for development, which ends when the process that started it has gone.

python gateway.py PARENT SCRIPT ARGUMENTS
"""

import os
import runpy
import sys
import threading
import time


def end_with_parent(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(3)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, args=(int(sys.argv[1]),), daemon=True).start()
    sys.argv[:] = sys.argv[2:]
    runpy.run_path(sys.argv[0], run_name="__main__")
