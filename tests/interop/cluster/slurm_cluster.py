"""A Slurm cluster on this machine for as long as a check runs: munged, one controller, and nodes that are slurmd processes of their own. Needs root and Debian's slurm-wlm."""
import os
import shutil
import socket
import subprocess
import time

CONFIGURATION = """
ClusterName=check
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool-%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd-%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd-%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SlurmdTimeout=60
JobRequeue=1
KillWait=2
SchedulerParameters=sched_interval=2,requeue_delay=1
MessageTimeout=60
{nodes}
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class SlurmCluster:
    """Use as a context; environment() is for the clients."""

    def __init__(self, folder, nodes=4):
        self.folder, self.names, self.processes = folder, [f"n{i + 1}" for i in range(nodes)], []

    @staticmethod
    def missing():
        """What keeps it from being started, or None."""
        programs = [name for name in ("munged", "slurmctld", "slurmd", "sbatch") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
        return f"{', '.join(programs)} not installed (Debian: slurm-wlm)" if programs else "needs root" if os.geteuid() else None

    def __enter__(self):
        os.chmod(self.folder, 0o755)
        try:
            self.start_munge()
            self.write_configuration()
            self.spawn("slurmctld", "-D", "-i")
            for name in self.names:
                os.makedirs(f"{self.folder}/spool-{name}")
                self.spawn("slurmd", "-D", "-N", name)
            self.wait(lambda: self.client("sinfo", "-h", "-N", "-o", "%t").split() == ["idle"] * len(self.names), 60, "nodes do not come up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start_munge(self):
        key = f"{self.folder}/munge.key"
        with open(key, "wb") as stream:
            stream.write(os.urandom(128))
        os.chmod(key, 0o400)
        self.spawn("munged", "--foreground", "--force", f"--key-file={key}", f"--socket={self.folder}/munge.socket", f"--pid-file={self.folder}/munge.pid",
                   f"--seed-file={self.folder}/munge.seed", f"--log-file={self.folder}/munge.log", "--num-threads=2")
        self.wait(lambda: os.path.exists(f"{self.folder}/munge.socket"), 20, "munged does not start")

    def write_configuration(self):
        host = socket.gethostname().split(".")[0]
        nodes = "\n".join(f"NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={free_port()} CPUs=1 RealMemory=1000 State=UNKNOWN" for name in self.names)
        os.makedirs(f"{self.folder}/state")
        with open(f"{self.folder}/slurm.conf", "w", encoding="utf-8") as stream:
            stream.write(CONFIGURATION.format(host=host, port=free_port(), folder=self.folder, nodes=nodes))

    def environment(self, **more):
        return {**os.environ, "SLURM_CONF": f"{self.folder}/slurm.conf", "PATH": os.environ["PATH"] + ":/usr/sbin", **more}

    def spawn(self, *command):
        with open(f"{self.folder}/daemons.log", "ab") as log:
            self.processes.append(subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log, stdin=subprocess.DEVNULL))

    def client(self, *command, **options):
        done = subprocess.run(command, env=self.environment(**options.pop("variables", {})), capture_output=True, text=True, **options)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr.strip()}")
        return done.stdout.strip()

    def wait(self, holds, seconds, failure):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if holds():
                    return
            except RuntimeError:
                pass  # the controller is not listening yet
            time.sleep(0.3)
        logs = "".join(f"\n--- {name}\n" + open(f"{self.folder}/{name}", encoding="utf-8", errors="replace").read()[-1500:] for name in sorted(os.listdir(self.folder)) if name.endswith(".log"))
        raise RuntimeError(f"{failure}{logs}")
