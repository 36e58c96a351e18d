#!/usr/bin/env python3
"""The Kubernetes manifests as far as they can be checked without a cluster: the fields of batch/v1 Job by the API reference, the numbers that must agree, and the commands
of all pods run here, with the environment that Kubernetes gives to an Indexed Job; the result against one run."""
import glob
import os
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from shard_work import BIN, ROOT, Check, compare, run

FOLDER = os.path.join(ROOT, "samples", "kubernetes")

# Fields of the API reference (batch/v1 Job, core/v1 Pod) that the manifests may use.
ALLOWED = {
    "": {"apiVersion", "kind", "metadata", "spec"},
    "spec": {"completionMode", "completions", "parallelism", "backoffLimit", "template"},
    "spec.template.spec": {"restartPolicy", "containers", "volumes"},
    "container": {"name", "image", "command", "args", "env", "resources", "volumeMounts"},
}


def check_structure(check, name, job):
    pod = job["spec"]["template"]["spec"]
    for place, found in (("", job), ("spec", job["spec"]), ("spec.template.spec", pod), *(("container", container) for container in pod["containers"])):
        check.equal(f"{name}: unknown fields in {place or 'the document'}", set(found) - ALLOWED[place], set())
    check.equal(f"{name}: kind", (job["apiVersion"], job["kind"]), ("batch/v1", "Job"))
    check.true(f"{name}: restart policy of a Job", pod["restartPolicy"] in ("OnFailure", "Never"))
    container, = pod["containers"]
    check.true(f"{name}: words are text", all(isinstance(word, str) for word in container["command"] + container.get("args", [])))
    check.true(f"{name}: values of the environment are text", all(isinstance(variable["value"], str) for variable in container.get("env", [])))
    check.equal(f"{name}: mounts name volumes", {mount["name"] for mount in container["volumeMounts"]}, {volume["name"] for volume in pod["volumes"]})
    if job["spec"].get("completionMode") == "Indexed":
        variables = {variable["name"]: variable["value"] for variable in container["env"]}
        check.equal(f"{name}: JOB_COMPLETIONS", variables.get("JOB_COMPLETIONS"), str(job["spec"]["completions"]))
    return container, job["spec"].get("completions", 1)


def words_of(container, folder):
    return [word.replace("/data/", folder + "/") for word in container["command"] + container.get("args", [])]


def start(container, folder, **variables):
    environment = {**os.environ, **{variable["name"]: variable["value"] for variable in container.get("env", [])}, **variables}
    environment["PATH"] = os.path.dirname(os.path.abspath(BIN)) + ":" + environment["PATH"]
    return subprocess.run(words_of(container, folder), env=environment, capture_output=True, text=True).returncode


def main():
    check = Check("Kubernetes")
    jobs = {}
    for path in sorted(glob.glob(FOLDER + "/*.yaml")):
        with open(path, encoding="utf-8") as stream:
            jobs[os.path.basename(path)] = check_structure(check, os.path.basename(path), yaml.safe_load(stream))
    check.equal("manifests", sorted(jobs), ["convert.yaml", "merge.yaml", "threshold.yaml"])
    with tempfile.TemporaryDirectory(prefix="lungseg-kubernetes-") as folder:
        run("demo", "-o", f"{folder}/lung_cancer_train.pkl", "--rows", "20", "--quiet")
        for name, output in (("convert.yaml", "train.npz"), ("threshold.yaml", "again.pkl")):
            container, count = jobs[name]
            for index in reversed(range(count)):
                check.equal(f"{name}: pod {index}", start(container, folder, JOB_COMPLETION_INDEX=str(index)), 0)
            if name == "convert.yaml":
                check.equal("merge.yaml", start(jobs["merge.yaml"][0], folder), 0)
            else:
                run("merge", *glob.glob(f"{folder}/{output}.shard-*-of-{count}"), "-o", f"{folder}/{output}", "--quiet")
            os.makedirs(f"{folder}/one", exist_ok=True)
            words = words_of(container, folder)[1:]
            words[words.index("-o") + 1] = f"{folder}/one/{output}"
            at = words.index("--shard")
            run(*words[:at], *words[at + 2:])
            compare(check, output, f"{folder}/one/{output}", f"{folder}/{output}")
    check.done()


if __name__ == "__main__":
    main()
