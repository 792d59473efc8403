#!/usr/bin/env python3
"""Scrapes a running cluster of processes with a real Prometheus, and checks that every metric that is documented or used exists.

    ./streamgrad cluster start && ./streamgrad submit --bootstrap-servers 127.0.0.1:9092 --total-steps 20000
    docker/check_scrape.py --cluster cluster

Uses docker/prometheus, with the names of services replaced by the processes' addresses. Every metric of docs/metrics.md, of the alerts and of
the dashboards must exist; Prometheus must accept the expressions of the alerts and dashboards. Needs `prometheus` and `promtool` on the path
(Debian's package prometheus) and PyYAML.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import yaml

HOME = pathlib.Path(__file__).resolve().parent.parent
WORD = re.compile(r"\b(?:flink|streamgrad)_[a-zA-Z0-9_]+")
SUMMARY = {"summary": ("_sum", "_count"), "histogram": ("", "_count")}


def configuration(cluster: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """Writes the configuration with addresses in place of names; returns its path."""
    containers = json.loads((cluster / "cluster.json").read_text())["containers"]
    written = yaml.safe_load((HOME / "docker/prometheus/prometheus.yml").read_text())
    for job in written["scrape_configs"]:
        found = job.pop("dns_sd_configs")[0]
        hosts = [c["address"] for c in containers if c["name"].rsplit("-", 1)[0] in found["names"]]
        job["static_configs"] = [{"targets": [f"{host}:{found['port']}" for host in hosts]}]
    shutil.copy(HOME / "docker/prometheus/alerts.yml", folder)
    (folder / "prometheus.yml").write_text(yaml.safe_dump(written))
    return folder / "prometheus.yml"


def ask(port: int, path: str, **parameters: str) -> dict:
    url = f"http://127.0.0.1:{port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)["data"]


def expressions() -> dict[str, str]:
    """The expressions of all alerts and dashboards, with their variables filled in, by alert or panel."""
    found = {}
    for group in yaml.safe_load((HOME / "docker/prometheus/alerts.yml").read_text())["groups"]:
        for rule in group["rules"]:
            found[f"alert {rule['alert']}"] = rule["expr"]
    for dashboard in sorted((HOME / "docker/grafana/dashboards").glob("*.json")):
        for panel in json.loads(dashboard.read_text())["panels"]:
            for target in panel.get("targets", []):
                text = re.sub(r"\$__(rate_interval|interval|range)", "1m", target["expr"])
                found[f"{dashboard.stem}: {panel['title']} ({target['refId']})"] = re.sub(r"\$\{?\w+(:\w+)?}?", ".*", text)
    return found


def documented() -> set[str]:
    names = set()
    for line in (HOME / "docs/metrics.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and WORD.fullmatch(cells[1].strip("`")):
            names |= {cells[1].strip("`") + ending for ending in SUMMARY.get(cells[2], ("",))}
    return names


def await_targets(port: int, wanted: int) -> None:
    for _ in range(60):
        try:
            targets = ask(port, "targets")["activeTargets"]
            if len(targets) == wanted and all(target["health"] == "up" for target in targets):
                return
        except OSError:
            pass
        time.sleep(1)
    sys.exit(f"Not all of the {wanted} targets are up: see http://127.0.0.1:{port}/targets.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cluster", type=pathlib.Path, default=pathlib.Path("cluster"), help="the cluster's directory")
    parser.add_argument("--port", type=int, default=9090)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        configured = configuration(options.cluster, folder)
        subprocess.run(["promtool", "check", "config", str(configured)], check=True, stdout=subprocess.DEVNULL)
        prometheus = subprocess.Popen(
            ["prometheus", f"--config.file={configured}", f"--storage.tsdb.path={folder / 'data'}",
             f"--web.listen-address=127.0.0.1:{options.port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            jobs = yaml.safe_load(configured.read_text())["scrape_configs"]
            targets = sum(len(job["static_configs"][0]["targets"]) for job in jobs)
            await_targets(options.port, targets)
            time.sleep(12)  # two scrapes, since a rate needs two values
            scraped = set(ask(options.port, "label/__name__/values"))
            used = {name for text in expressions().values() for name in WORD.findall(text)}
            missing = sorted((documented() | used) - scraped)
            for where, expression in expressions().items():
                ask(options.port, "query", query=expression)  # fails if the expression is invalid
            print(f"{targets} targets up, {len(scraped)} metrics scraped")
            print(f"{len(documented())} documented, {len(used)} used in {len(expressions())} expressions; missing: {missing or 'none'}")
            sys.exit(1 if missing else 0)
        finally:
            prometheus.terminate()
            prometheus.wait()


if __name__ == "__main__":
    main()
